package io.relais.subscription;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/**
 * A billable happening: licenses at a price, from a day to the end of their term; given back with a negative number. Lines are only ever
 * added, and the lines that cover a day add up to what the subscription costs that day. Free trials have none.
 */
@Entity
@Immutable
@Table(name = "subscription_charge")
public class Charge {

    /** What happened. */
    public enum Kind {
        START,
        ADDITION,
        REDUCTION,
        /** One line takes the former product back, one sells the new one. */
        UPGRADE,
        CONVERSION,
        RENEWAL,
        CANCELLATION
    }

    @Id
    private UUID id;

    private UUID subscriptionId;

    @Enumerated(EnumType.STRING)
    private Kind kind;

    private Instant happenedAt;
    private Instant bookedAt;
    private LocalDate fromDay;
    private LocalDate untilDay;
    private int licenses;
    private BigDecimal unitPrice;
    private int termDays;
    private String currency;
    private UUID offerId;
    private String title;
    private String category;
    private String termDuration;
    private boolean renewal;
    private String market;
    private UUID onRecordId;

    protected Charge() {}

    Charge(
            Subscription subscription,
            Kind kind,
            int licenses,
            LocalDate fromDay,
            LocalDate untilDay,
            int termDays,
            String category,
            String market,
            Instant happenedAt,
            Instant bookedAt) {
        this.id = UUID.randomUUID();
        this.subscriptionId = subscription.getId();
        this.kind = kind;
        this.happenedAt = happenedAt;
        this.bookedAt = bookedAt;
        this.fromDay = fromDay;
        this.untilDay = untilDay;
        this.licenses = licenses;
        this.unitPrice = subscription.getUnitPrice();
        this.termDays = termDays;
        this.currency = subscription.getCurrency();
        this.offerId = subscription.getOfferId();
        this.title = subscription.getTitle();
        this.category = category;
        this.termDuration = subscription.getTermDuration();
        this.renewal = subscription.renewed();
        this.market = market;
        this.onRecordId = subscription.getResellerOnRecordId();
    }

    public UUID getSubscriptionId() {
        return subscriptionId;
    }

    public Kind getKind() {
        return kind;
    }

    public Instant getHappenedAt() {
        return happenedAt;
    }

    /** The first day that is billed, UTC. */
    public LocalDate getFromDay() {
        return fromDay;
    }

    /** The day after the last one that is billed, UTC. */
    public LocalDate getUntilDay() {
        return untilDay;
    }

    /** Negative for what is given back. */
    public int getLicenses() {
        return licenses;
    }

    /** Price of one license for the whole term. */
    public BigDecimal getUnitPrice() {
        return unitPrice;
    }

    /** How many days the whole term has. */
    public int getTermDays() {
        return termDays;
    }

    public String getCurrency() {
        return currency;
    }

    public String getTitle() {
        return title;
    }

    /** The category of the offer when it was sold; empty where that is not known. */
    public String getCategory() {
        return category;
    }

    public String getTermDuration() {
        return termDuration;
    }

    /** Whether it was sold for another term than the subscription's first one. */
    public boolean isRenewal() {
        return renewal;
    }

    /** The country of the customer at that time. */
    public String getMarket() {
        return market;
    }

    /** The reseller on record at that time; null for nobody. */
    public UUID getOnRecordId() {
        return onRecordId;
    }
}
