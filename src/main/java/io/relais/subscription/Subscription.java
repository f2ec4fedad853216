package io.relais.subscription;

import io.relais.catalog.CatalogItem;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.UUID;

/** A subscription of a customer, with the price and the title it was ordered at (domain.md §2.3). */
@Entity
public class Subscription {

    /** A trial lasts 30 days (domain.md F-33). */
    private static final Period TRIAL = Period.ofDays(30);

    public enum State {
        ACTIVE,
        SUSPENDED,
        EXPIRED,
        DISABLED,
        DELETED
    }

    @Id
    private UUID id;

    @Version
    private Long version;

    private UUID customerId;
    private UUID orderId;
    private int lineNumber;
    private UUID offerId;
    private String sku;
    private String title;

    @Enumerated(EnumType.STRING)
    private State state;

    private int licenses;
    private String termDuration;
    private String billingPlan;
    private BigDecimal unitPrice;
    private String currency;
    private boolean trial;
    private Instant startedAt;
    private Instant termEndsAt;
    private UUID resellerOnRecordId;

    protected Subscription() {}

    Subscription(
            UUID customerId,
            UUID orderId,
            int lineNumber,
            CatalogItem offer,
            int licenses,
            UUID resellerOnRecordId,
            Instant now) {
        this.id = UUID.randomUUID();
        this.customerId = customerId;
        this.orderId = orderId;
        this.lineNumber = lineNumber;
        this.offerId = offer.offerId();
        this.sku = offer.sku();
        this.title = offer.title();
        this.state = State.ACTIVE;
        this.licenses = licenses;
        this.termDuration = offer.termDuration();
        this.billingPlan = offer.billingPlan();
        this.unitPrice = offer.unitPrice();
        this.currency = offer.currency();
        this.trial = offer.trial();
        this.startedAt = now;
        this.termEndsAt = now.atZone(ZoneOffset.UTC)
                .plus(trial ? TRIAL : Period.parse(offer.termDuration()))
                .toInstant();
        this.resellerOnRecordId = resellerOnRecordId;
    }

    public UUID getId() {
        return id;
    }

    public UUID getCustomerId() {
        return customerId;
    }

    /** {@code productId:skuId}, as in the catalog. */
    public String getSku() {
        return sku;
    }

    public String getTitle() {
        return title;
    }

    public State getState() {
        return state;
    }

    public int getLicenses() {
        return licenses;
    }

    public String getTermDuration() {
        return termDuration;
    }

    public String getBillingPlan() {
        return billingPlan;
    }

    public boolean isTrial() {
        return trial;
    }

    /** End of the current term, UTC. */
    public Instant getTermEndsAt() {
        return termEndsAt;
    }

    /** The reseller that earns incentive credit for it; null when nobody does. */
    public UUID getResellerOnRecordId() {
        return resellerOnRecordId;
    }
}
