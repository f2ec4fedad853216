package io.relais.subscription;

import io.relais.catalog.CatalogItem;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.BatchSize;

/**
 * A subscription of a customer, with the price and the title it was ordered at (domain.md §2.3, new-commerce rules). It guards its own
 * transitions; who may ask for one, and whether the catalog allows it, is asked before by {@link SubscriptionChanges}.
 */
@Entity
public class Subscription {

    /** Where a subscription stands. */
    public enum State {
        /** Serves its users and is billed. */
        ACTIVE,
        /** Its users have no access; it is billed until its term ends. */
        SUSPENDED,
        /** Its term is over and was not renewed; it still serves its users for a while. */
        EXPIRED,
        /** Nobody has access; the data are kept for a while. */
        DISABLED,
        /** Cancelled or at its end. Nothing leads back from here. */
        DELETED;

        /** Whether it costs money, and so has to be cancelled or to end before the customer can leave. */
        public boolean billed() {
            return this == ACTIVE || this == SUSPENDED;
        }
    }

    @Id
    private UUID id;

    @Version
    private Long version;

    private UUID customerId;
    private UUID orderId;
    private int lineNumber;
    private UUID parentId;
    private UUID offerId;
    private String orderedSku;
    private String sku;
    private String title;
    private String nickname;

    @Enumerated(EnumType.STRING)
    private SubscriptionKind kind;

    @Enumerated(EnumType.STRING)
    private State state;

    private Instant stateSince;
    private int licenses;
    private String termDuration;
    private String billingPlan;
    private BigDecimal unitPrice;
    private String currency;
    private boolean autoRenew;
    private Instant startedAt;
    private Instant termAnchor;
    private Instant termStartedAt;
    private Instant termEndsAt;
    private Instant cancellableUntil;
    private Instant dueAt;
    private UUID resellerOnRecordId;
    private UUID supportContactId;

    @ElementCollection
    @CollectionTable(name = "subscription_batch", joinColumns = @JoinColumn(name = "subscription_id"))
    @OrderColumn(name = "position")
    @BatchSize(size = 100)
    private List<LicenseBatch> batches = new ArrayList<>();

    protected Subscription() {}

    Subscription(
            UUID customerId,
            UUID orderId,
            int lineNumber,
            CatalogItem offer,
            int licenses,
            UUID resellerOnRecordId,
            LifecycleRule rule,
            Instant now) {
        this.id = UUID.randomUUID();
        this.customerId = customerId;
        this.orderId = orderId;
        this.lineNumber = lineNumber;
        this.kind = SubscriptionKind.of(offer);
        this.licenses = licenses;
        this.autoRenew = rule.isAutoRenew();
        this.startedAt = now;
        this.resellerOnRecordId = resellerOnRecordId;
        this.orderedSku = offer.sku();
        sell(offer);
        beginTerms(rule, now);
        enter(State.ACTIVE, now, termEndsAt);
    }

    /** What is sold from now on, and for how much. */
    private void sell(CatalogItem offer) {
        this.offerId = offer.offerId();
        this.sku = offer.sku();
        this.title = offer.title();
        this.termDuration = offer.termDuration();
        this.billingPlan = offer.billingPlan();
        this.unitPrice = offer.unitPrice();
        this.currency = offer.currency();
    }

    /** The first of a row of terms that are counted from this instant. */
    private void beginTerms(LifecycleRule rule, Instant now) {
        this.termAnchor = now;
        beginTerm(
                rule,
                now,
                now.atZone(ZoneOffset.UTC).plus(rule.termOf(termDuration)).toInstant());
    }

    /** A new term: windows open again, and all licenses are one batch. */
    private void beginTerm(LifecycleRule rule, Instant from, Instant until) {
        this.termStartedAt = from;
        this.termEndsAt = until;
        this.cancellableUntil = rule.cancellableUntil(from);
        batches.clear();
        batches.add(new LicenseBatch(licenses, from, rule.reducibleUntil(from)));
    }

    private void enter(State next, Instant since, Instant due) {
        this.state = next;
        this.stateSince = since;
        this.dueAt = due;
    }

    void addOnOf(Subscription base) {
        this.parentId = base.id;
    }

    /** Calls it something of the provider's own; null for its product's title. */
    void name(String name) {
        this.nickname = name;
    }

    /** Adds licenses at the price of the running term, as a batch with a window of its own. */
    void add(int more, LifecycleRule rule, Instant now) {
        requireChangeable(now);
        licenses += more;
        batches.add(new LicenseBatch(more, now, rule.reducibleUntil(now)));
    }

    /** Gives licenses back: those first whose window stays open longest, since they were bought last. */
    void giveBack(int fewer, Instant now) {
        requireChangeable(now);
        if (fewer > reducible(now)) {
            throw new IllegalStateException("Only " + reducible(now) + " licenses of " + id + " can be given back");
        }
        int left = fewer;
        for (int i = batches.size() - 1; i >= 0 && left > 0; i--) {
            LicenseBatch batch = batches.get(i);
            if (batch.reducible(now)) {
                int taken = Math.min(left, batch.licenses());
                left -= taken;
                batches.set(i, batch.less(taken));
            }
        }
        batches.removeIf(batch -> batch.licenses() == 0);
        licenses -= fewer;
    }

    /** Becomes a better product for the rest of the term; that cannot be taken back, so every window closes. */
    void upgrade(CatalogItem target, Instant now) {
        requireChangeable(now);
        sell(target);
        closeWindows(now);
    }

    private void closeWindows(Instant now) {
        Instant closed = now.minus(1, ChronoUnit.SECONDS);
        this.cancellableUntil = closed;
        batches.clear();
        batches.add(new LicenseBatch(licenses, now, closed));
    }

    /** Takes its users' access away; it is billed on, and will not renew. */
    void suspend(Instant now) {
        requireChangeable(now);
        this.autoRenew = false;
        enter(State.SUSPENDED, now, termEndsAt);
    }

    /** Gives its users their access back; auto-renew stays off. */
    void reactivate(Instant now) {
        if (state != State.SUSPENDED || renewing(now)) {
            throw new IllegalStateException("Subscription " + id + " is not suspended");
        }
        enter(State.ACTIVE, now, termEndsAt);
    }

    void renewByItself(boolean on, Instant now) {
        requireChangeable(now);
        this.autoRenew = on;
    }

    /** Ends it within its window, for good. */
    void cancel(Instant now) {
        if (!cancellable(now)) {
            throw new IllegalStateException("Subscription " + id + " cannot be cancelled any more");
        }
        end(now);
    }

    private void end(Instant when) {
        this.autoRenew = false;
        if (when.isBefore(termEndsAt)) {
            this.termEndsAt = when;
        }
        enter(State.DELETED, when, null);
    }

    /** A trial becomes a paid subscription whose first term begins now. */
    void convert(CatalogItem paid, int count, LifecycleRule rule, Instant now) {
        if (kind != SubscriptionKind.TRIAL || state != State.ACTIVE) {
            throw new IllegalStateException("Subscription " + id + " is not a running trial");
        }
        this.kind = SubscriptionKind.of(paid);
        this.licenses = count;
        sell(paid);
        beginTerms(rule, now);
        enter(State.ACTIVE, now, termEndsAt);
    }

    // What the daily job does; each at the instant it was due, however late it comes

    /** A new term at the price that holds now. */
    void renew(CatalogItem offer, LifecycleRule rule) {
        Instant from = termEndsAt;
        sell(offer);
        beginTerm(rule, from, nextEnd(rule));
        enter(State.ACTIVE, stateSince, termEndsAt);
    }

    void expire(LifecycleRule rule) {
        this.autoRenew = false;
        enter(State.EXPIRED, termEndsAt, termEndsAt.plus(Duration.ofDays(rule.getExpiredDays())));
    }

    /** After its time as expired, or at the end of a term in which it was suspended; either way the data are kept equally long. */
    void disable(LifecycleRule rule) {
        this.autoRenew = false;
        enter(
                State.DISABLED,
                dueAt,
                termEndsAt.plus(Duration.ofDays((long) rule.getExpiredDays() + rule.getDisabledDays())));
    }

    void delete() {
        end(dueAt);
    }

    private Instant nextEnd(LifecycleRule rule) {
        Period term = rule.termOf(termDuration);
        ZonedDateTime anchor = termAnchor.atZone(ZoneOffset.UTC);
        ZonedDateTime end = termEndsAt.atZone(ZoneOffset.UTC);
        if (term.getDays() > 0) {
            return end.plus(term).toInstant();
        }
        long months = YearMonth.from(anchor).until(YearMonth.from(end), ChronoUnit.MONTHS);
        return anchor.plusMonths(months + term.toTotalMonths()).toInstant();
    }

    private void requireChangeable(Instant now) {
        if (state != State.ACTIVE || renewing(now)) {
            throw new IllegalStateException("Subscription " + id + " cannot be changed now");
        }
    }

    /** Whether its term is over and the daily job has not moved it yet. */
    public boolean renewing(Instant now) {
        return dueAt != null && !now.isBefore(dueAt);
    }

    /** Whether it can be cancelled now; the window is open up to and including its last instant. */
    public boolean cancellable(Instant now) {
        return state.billed() && !renewing(now) && kind != SubscriptionKind.TRIAL && !now.isAfter(cancellableUntil);
    }

    /** How many licenses can be given back now. */
    public int reducible(Instant now) {
        return state == State.ACTIVE && kind != SubscriptionKind.TRIAL
                ? batches.stream()
                        .filter(batch -> batch.reducible(now))
                        .mapToInt(LicenseBatch::licenses)
                        .sum()
                : 0;
    }

    void earnedBy(UUID reseller) {
        this.resellerOnRecordId = reseller;
    }

    void supportedBy(UUID reseller) {
        this.supportContactId = reseller;
    }

    public UUID getId() {
        return id;
    }

    /** Counts the changes; who changes it says which one was seen. */
    public Long getVersion() {
        return version;
    }

    public UUID getCustomerId() {
        return customerId;
    }

    public UUID getOrderId() {
        return orderId;
    }

    /** Which line of its order it was. */
    int getLineNumber() {
        return lineNumber;
    }

    /** The subscription that this add-on adds to; null for what is no add-on, or has lost its base. */
    public UUID getParentId() {
        return parentId;
    }

    public UUID getOfferId() {
        return offerId;
    }

    /** The SKU it was ordered as, whatever it has become since: a trial counts against its limit for ever (domain.md F-33). */
    public String getOrderedSku() {
        return orderedSku;
    }

    /** {@code productId:skuId}. */
    public String getSku() {
        return sku;
    }

    /** The product's id, the first part of the SKU's. */
    public String productId() {
        return sku.substring(0, sku.indexOf(':'));
    }

    public String getTitle() {
        return title;
    }

    /** What the provider's staff call it; null for its title. */
    public String getNickname() {
        return nickname;
    }

    /** Nickname or title. */
    public String name() {
        return nickname == null ? title : nickname;
    }

    public SubscriptionKind getKind() {
        return kind;
    }

    public boolean isTrial() {
        return kind == SubscriptionKind.TRIAL;
    }

    public boolean isAddOn() {
        return kind == SubscriptionKind.ADD_ON;
    }

    public State getState() {
        return state;
    }

    public Instant getStateSince() {
        return stateSince;
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

    /** Price of one license for the whole current term. */
    public BigDecimal getUnitPrice() {
        return unitPrice;
    }

    public String getCurrency() {
        return currency;
    }

    /** Whether a new term begins by itself when this one ends; a trial becomes a paid subscription then. */
    public boolean isAutoRenew() {
        return autoRenew;
    }

    public Instant getStartedAt() {
        return startedAt;
    }

    public Instant getTermStartedAt() {
        return termStartedAt;
    }

    /** Whether its first term since it was bought or converted is over. */
    boolean renewed() {
        return termStartedAt.isAfter(termAnchor);
    }

    /** End of the current term, UTC. */
    public Instant getTermEndsAt() {
        return termEndsAt;
    }

    /** Until when it can be cancelled, UTC. */
    public Instant getCancellableUntil() {
        return cancellableUntil;
    }

    /** When its state changes by itself next, UTC; null when it is deleted. */
    public Instant getDueAt() {
        return dueAt;
    }

    /** The reseller that earns incentive credit for it; null when nobody does. */
    public UUID getResellerOnRecordId() {
        return resellerOnRecordId;
    }

    /** The reseller that the customer asks for help; null for the provider itself. */
    public UUID getSupportContactId() {
        return supportContactId;
    }

    /** The licenses of the current term by when they were bought, oldest first. */
    public List<LicenseBatch> getBatches() {
        return List.copyOf(batches);
    }

    /** Batches with the latest window first, for those who give licenses back. */
    List<LicenseBatch> reducibleBatches(Instant now) {
        return batches.stream()
                .filter(batch -> batch.reducible(now))
                .sorted(Comparator.comparing(LicenseBatch::reducibleUntil).reversed())
                .toList();
    }
}
