package io.relais.subscription;

import io.relais.audit.AuditTrail;
import io.relais.catalog.Catalog;
import io.relais.catalog.CatalogItem;
import io.relais.customer.Customer;
import io.relais.customer.Customers;
import io.relais.partnership.ResellerCard;
import io.relais.partnership.Resellers;
import io.relais.security.OutsidePerson;
import io.relais.security.Side;
import io.relais.subscription.Subscription.State;
import io.relais.web.Formats;
import io.relais.web.NotFoundException;
import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.support.DefaultMessageSourceResolvable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.validation.Errors;

/**
 * The changes of a running subscription and their rules (domain.md F-41 to F-48, new commerce). Each says in {@code errors} why it is not
 * made, and then nothing is changed; else it is made, with its line in the audit trail, in one transaction.
 *
 * <p>Who changes a subscription says which version was seen: if somebody else, or the daily job, has changed it since, nothing happens but
 * the error {@value #CHANGED}. Changes of one customer's subscriptions wait for each other, since what is left of a limit, and whether an
 * add-on may run, depends on the customer's other subscriptions. A reseller is asked before the customer is locked, in the order in which a
 * partnership is removed.
 *
 * <p>A reseller's people act as administrators of the customer: without its delegated administration, or while their reseller is suspended,
 * they change nothing; and what no partner of theirs manages does not exist for them. That is asked here, with the reseller and the customer
 * held, so that it is true until the change is made.
 *
 * <p>Decided where the field leaves a choice: licenses added in a term cost what the term costs; an upgrade costs what the target costs
 * today; suspending a base suspends its add-ons with it, and each is reactivated by itself; a base is cancelled together with its add-ons.
 */
@Service
public class SubscriptionChanges {

    /** Code of the error that says that somebody else was faster. */
    public static final String CHANGED = "subscription.changed";

    private static final Set<Change> BUYING = EnumSet.of(Change.LICENSES, Change.UPGRADE, Change.CONVERT);

    /**
     * A SKU that a subscription could be upgraded to.
     *
     * @param offer as it would be sold; null if it is not sold on the same terms
     * @param cost of the target for the rest of the term; null without an offer
     * @param credit for what is left of the present product
     * @param refusal why not; null if it is possible
     */
    public record Target(
            String sku, String title, CatalogItem offer, BigDecimal cost, BigDecimal credit, Refusal refusal) {}

    /**
     * What another number of licenses means.
     *
     * @param change how many more, or fewer if negative
     * @param amount what the additional ones cost until the end of the term, or what comes back
     * @param reducibleUntil until when the additional ones can be given back
     */
    public record Quote(int change, BigDecimal amount, Instant reducibleUntil) {}

    private final SubscriptionRepository subscriptions;
    private final LifecycleRules rules;
    private final Catalog catalog;
    private final Customers customers;
    private final Resellers resellers;
    private final AuditTrail audit;
    private final Charges charges;
    private final EntityManager entities;
    private final Formats formats;
    private final Clock clock;

    SubscriptionChanges(
            SubscriptionRepository subscriptions,
            LifecycleRules rules,
            Catalog catalog,
            Customers customers,
            Resellers resellers,
            AuditTrail audit,
            Charges charges,
            EntityManager entities,
            Formats formats,
            Clock clock) {
        this.subscriptions = subscriptions;
        this.rules = rules;
        this.catalog = catalog;
        this.customers = customers;
        this.resellers = resellers;
        this.audit = audit;
        this.charges = charges;
        this.entities = entities;
        this.formats = formats;
        this.clock = clock;
    }

    // ---- what pages ask before

    /** Why each change is not possible now; what is possible is missing. */
    @Transactional(readOnly = true)
    public Map<Change, Refusal> refusals(UUID id) {
        Subscription subscription = get(id);
        Map<Change, Refusal> refusals = new EnumMap<>(Change.class);
        for (Change change : Change.values()) {
            Refusal refusal = refusal(subscription, change, clock.instant());
            if (refusal != null) {
                refusals.put(change, refusal);
            }
        }
        return refusals;
    }

    /** The offer as it is sold to this customer today; null if it is not sold any more. */
    @Transactional(readOnly = true)
    public CatalogItem offer(UUID id) {
        return offer(get(id));
    }

    /** What this number of licenses would mean; null if it is no number, or no change. */
    @Transactional(readOnly = true)
    public Quote quote(UUID id, String licenses) {
        Subscription subscription = get(id);
        Integer total = count(licenses);
        if (total == null || total == subscription.getLicenses()) {
            return null;
        }
        Instant now = clock.instant();
        int change = total - subscription.getLicenses();
        Proration proration = Proration.of(subscription, now);
        return change > 0
                ? new Quote(
                        change,
                        proration.rest(subscription.getUnitPrice(), change),
                        rules.of(subscription.getKind()).reducibleUntil(now))
                : new Quote(change, proration.refund(subscription.getUnitPrice(), -change), null);
    }

    /** What one more license costs until the end of the term. */
    @Transactional(readOnly = true)
    public BigDecimal costOfOneMore(UUID id) {
        Subscription subscription = get(id);
        return Proration.of(subscription, clock.instant()).rest(subscription.getUnitPrice(), 1);
    }

    /** What comes back when it is cancelled now. */
    @Transactional(readOnly = true)
    public BigDecimal refund(UUID id) {
        return refund(get(id), clock.instant());
    }

    /** The add-ons that are suspended or cancelled together with their base now. */
    @Transactional(readOnly = true)
    public List<Subscription> addOns(UUID id) {
        return billedAddOns(id);
    }

    /** Where a subscription could be upgraded to, each with the reason when it can't. */
    @Transactional(readOnly = true)
    public List<Target> targets(UUID id) {
        Subscription subscription = get(id);
        return targets(subscription, clock.instant());
    }

    /** The paid offers that a trial can be converted to, as sold to this customer today. */
    @Transactional(readOnly = true)
    public List<CatalogItem> conversions(UUID id) {
        return conversions(get(id));
    }

    /** How many licenses a trial is converted with at least. */
    @Transactional(readOnly = true)
    public int fewestConverted(UUID id) {
        return Objects.requireNonNullElse(rules.of(get(id).getKind()).getConversionLicenses(), 1);
    }

    /** Resellers that the customer works with and that may be named as its support contact now. */
    @Transactional(readOnly = true)
    public List<UUID> supportContacts(UUID id) {
        return customers.resellersOf(get(id).getCustomerId()).stream()
                .filter(reseller -> resellers.obstacles(reseller).isEmpty())
                .toList();
    }

    // ---- the changes

    /** Names a subscription; a blank name takes its nickname away. */
    @Transactional
    public void rename(UUID id, Long version, String nickname, Errors errors) {
        Subscription subscription = open(id, version, Change.NICKNAME, errors);
        String name = nickname == null || nickname.isBlank() ? null : nickname.strip();
        if (name != null && (name.length() > 100 || name.chars().anyMatch(Character::isISOControl))) {
            errors.rejectValue("nickname", "subscription.nickname.length", new Object[] {100}, null);
        }
        if (errors.hasErrors()) {
            return;
        }
        audit("rename_subscription", subscription, subscription.getNickname(), name);
        subscription.name(name);
    }

    /** Sets the total number of licenses: more at any time, fewer within the windows (domain.md F-42). */
    @Transactional
    public void setLicenses(UUID id, Long version, String licenses, Errors errors) {
        Subscription subscription = open(id, version, Change.LICENSES, errors);
        Instant now = clock.instant();
        Integer total = count(licenses);
        if (total == null) {
            errors.rejectValue("licenses", "subscription.licenses.number");
        } else if (total == subscription.getLicenses()) {
            errors.rejectValue("licenses", "subscription.licenses.same", new Object[] {total}, null);
        }
        if (errors.hasErrors()) {
            return;
        }
        int before = subscription.getLicenses();
        CatalogItem offer = offer(subscription);
        if (total > before) {
            tell(mayBuy(subscription), errors);
            tell("licenses", mayHave(subscription, offer, total), errors);
        } else {
            tell("licenses", mayGiveBack(subscription, offer, before - total, total, now), errors);
        }
        if (errors.hasErrors()) {
            return;
        }
        if (total > before) {
            subscription.add(total - before, rules.of(subscription.getKind()), now);
            charges.change(Charge.Kind.ADDITION, subscription, total - before, now);
        } else {
            subscription.giveBack(before - total, now);
            charges.change(Charge.Kind.REDUCTION, subscription, total - before, now);
        }
        audit("change_licenses", subscription, String.valueOf(before), String.valueOf(total));
    }

    /** Turns it into a better product; id, licenses and term stay (domain.md F-43, full upgrade). */
    @Transactional
    public void upgrade(UUID id, Long version, UUID offerId, Errors errors) {
        Subscription subscription = open(id, version, Change.UPGRADE, errors);
        if (errors.hasErrors()) {
            return;
        }
        Instant now = clock.instant();
        Target target = targets(subscription, now).stream()
                .filter(one -> one.offer() != null && one.offer().offerId().equals(offerId))
                .findFirst()
                .orElse(null);
        if (target == null) {
            errors.rejectValue("offer", "subscription.upgrade.choose");
            return;
        }
        tell("offer", target.refusal(), errors);
        tell(mayBuy(subscription), errors);
        if (errors.hasErrors()) {
            return;
        }
        audit(
                "upgrade_subscription",
                subscription,
                subscription.getTitle(),
                target.offer().title());
        charges.change(Charge.Kind.UPGRADE, subscription, -subscription.getLicenses(), now);
        subscription.upgrade(target.offer(), now);
        charges.sell(Charge.Kind.UPGRADE, subscription, target.offer().category(), now);
    }

    /** Takes the users' access away, and that of its add-ons; both are billed on and will not renew (domain.md F-44). */
    @Transactional
    public void suspend(UUID id, Long version, Errors errors) {
        Subscription subscription = open(id, version, Change.SUSPEND, errors);
        if (errors.hasErrors()) {
            return;
        }
        Instant now = clock.instant();
        subscription.suspend(now);
        audit("suspend_subscription", subscription, null, null);
        for (Subscription addOn : billedAddOns(id)) {
            if (addOn.getState() == State.ACTIVE && !addOn.renewing(now)) {
                addOn.suspend(now);
                audit("suspend_subscription", addOn, null, subscription.name());
            }
        }
    }

    /** Gives the users their access back; auto-renew stays off. An add-on needs an active base (domain.md §3.4, 27009). */
    @Transactional
    public void reactivate(UUID id, Long version, Errors errors) {
        Subscription subscription = open(id, version, Change.REACTIVATE, errors);
        if (!errors.hasErrors()) {
            subscription.reactivate(clock.instant());
            audit("reactivate_subscription", subscription, null, null);
        }
    }

    /** Says whether a new term begins when this one ends (domain.md F-45). */
    @Transactional
    public void setAutoRenew(UUID id, Long version, boolean on, Errors errors) {
        Subscription subscription = open(id, version, Change.AUTO_RENEW, errors);
        if (!errors.hasErrors() && subscription.isAutoRenew() != on) {
            subscription.renewByItself(on, clock.instant());
            audit(on ? "auto_renew_on" : "auto_renew_off", subscription, null, null);
        }
    }

    /** The same as a page sends it, {@code true} or {@code false}: nothing ends because something was missing. */
    @Transactional
    public void setAutoRenew(UUID id, Long version, String on, Errors errors) {
        if (!"true".equals(on) && !"false".equals(on)) {
            errors.rejectValue("autoRenew", "subscription.autoRenew.choose");
        }
        setAutoRenew(id, version, Boolean.parseBoolean(on), errors);
    }

    /** Cancels it and its add-ons within their windows, for good (domain.md F-37). */
    @Transactional
    public void cancel(UUID id, Long version, boolean confirmed, Errors errors) {
        Subscription subscription = open(id, version, Change.CANCEL, errors);
        if (!confirmed) {
            errors.rejectValue("confirmed", "subscription.cancel.confirm.missing");
        }
        if (errors.hasErrors()) {
            return;
        }
        Instant now = clock.instant();
        for (Subscription addOn : billedAddOns(id)) {
            audit("cancel_subscription", addOn, null, money(addOn, refund(addOn, now)));
            charges.change(Charge.Kind.CANCELLATION, addOn, -addOn.getLicenses(), now);
            addOn.cancel(now);
        }
        audit("cancel_subscription", subscription, null, money(subscription, refund(subscription, now)));
        charges.change(Charge.Kind.CANCELLATION, subscription, -subscription.getLicenses(), now);
        subscription.cancel(now);
    }

    /** Turns a running trial into a paid subscription at once (domain.md F-33). */
    @Transactional
    public void convert(UUID id, Long version, UUID offerId, String licenses, Errors errors) {
        Subscription subscription = open(id, version, Change.CONVERT, errors);
        Integer total = count(licenses);
        if (total == null) {
            errors.rejectValue("licenses", "subscription.licenses.number");
        }
        if (errors.hasErrors()) {
            return;
        }
        CatalogItem offer = conversions(subscription).stream()
                .filter(one -> one.offerId().equals(offerId))
                .findFirst()
                .orElse(null);
        if (offer == null) {
            errors.rejectValue("offer", "subscription.convert.choose");
            return;
        }
        int fewest = fewestConverted(id);
        if (total < fewest) {
            errors.rejectValue("licenses", "subscription.convert.fewest", new Object[] {fewest}, null);
        } else {
            tell("licenses", mayHave(subscription, offer, total), errors);
        }
        tell(mayBuy(subscription), errors);
        if (errors.hasErrors()) {
            return;
        }
        audit("convert_trial", subscription, subscription.getTitle(), total + " × " + offer.title());
        subscription.convert(offer, total, rules.of(SubscriptionKind.of(offer)), clock.instant());
        charges.beginTerm(Charge.Kind.CONVERSION, subscription, offer.category());
    }

    /** Puts a reseller on record, or nobody (domain.md F-47). Who manages the customer, and who supports, stay as they are. */
    @Transactional
    public void putOnRecord(UUID id, Long version, UUID reseller, Errors errors) {
        Set<String> obstacles = reseller == null ? Set.of() : resellers.obstacles(reseller);
        Subscription subscription = open(id, version, Change.RESELLER, errors);
        if (!errors.hasErrors() && Objects.equals(reseller, subscription.getResellerOnRecordId())) {
            errors.rejectValue("reseller", "subscription.reseller.same");
        }
        if (!errors.hasErrors()) {
            obstacles.stream().sorted().forEach(code -> errors.rejectValue("reseller", code));
        }
        if (!errors.hasErrors()) {
            onRecord(subscription, reseller);
        }
    }

    /** Names the support contact; null for the provider itself (domain.md F-48). The other associations stay as they are. */
    @Transactional
    public void nameSupportContact(UUID id, Long version, UUID reseller, Errors errors) {
        Set<String> obstacles = reseller == null ? Set.of() : resellers.obstacles(reseller);
        Subscription subscription = open(id, version, Change.SUPPORT_CONTACT, errors);
        if (!errors.hasErrors() && Objects.equals(reseller, subscription.getSupportContactId())) {
            errors.rejectValue("reseller", "subscription.support.same");
        }
        if (!errors.hasErrors() && reseller != null) {
            if (customers.resellersOf(subscription.getCustomerId()).contains(reseller)) {
                obstacles.stream().sorted().forEach(code -> errors.rejectValue("reseller", code));
            } else {
                errors.rejectValue("reseller", "subscription.support.notInRelation");
            }
        }
        if (!errors.hasErrors()) {
            supportedBy(subscription, reseller);
        }
    }

    void onRecord(Subscription subscription, UUID reseller) {
        UUID before = subscription.getResellerOnRecordId();
        subscription.earnedBy(reseller);
        associate(subscription, Association.ON_RECORD, before, reseller, "change_reseller_on_record");
    }

    void supportedBy(Subscription subscription, UUID reseller) {
        UUID before = subscription.getSupportContactId();
        subscription.supportedBy(reseller);
        associate(subscription, Association.SUPPORT_CONTACT, before, reseller, "change_support_contact");
    }

    /** As {@link #supportedBy}, but by the provider itself where that reseller does not manage the customer. */
    void supportedWherePossibleBy(Subscription subscription, UUID reseller) {
        boolean related = reseller != null
                && customers.resellersOf(subscription.getCustomerId()).contains(reseller);
        supportedBy(subscription, related ? reseller : null);
    }

    private void associate(Subscription subscription, Association kind, UUID before, UUID after, String action) {
        entities.persist(
                new AssociationChange(subscription.getId(), kind, before, after, AuditTrail.actor(), clock.instant()));
        audit(action, subscription, nameOf(before), nameOf(after));
    }

    private String nameOf(UUID reseller) {
        return reseller == null ? null : resellers.names(Set.of(reseller)).get(reseller);
    }

    // ---- the rules

    private Refusal refusal(Subscription subscription, Change change, Instant now) {
        Refusal general = general(subscription, change, now);
        if (general != null) {
            return general;
        }
        boolean trial = subscription.isTrial();
        return switch (change) {
            case NICKNAME, AUTO_RENEW, RESELLER, SUPPORT_CONTACT -> null;
            case LICENSES ->
                trial ? Refusal.of("subscription.refused.trial.licenses", subscription.getLicenses()) : null;
            case UPGRADE ->
                trial
                        ? Refusal.of("subscription.refused.trial.upgrade")
                        : catalog.upgradeTargets(subscription.getOfferId()).isEmpty()
                                ? Refusal.of("subscription.refused.noTargets", subscription.getTitle())
                                : null;
            case SUSPEND -> trial ? Refusal.of("subscription.refused.trial.suspend") : null;
            case REACTIVATE -> reactivation(subscription);
            case CANCEL -> cancellation(subscription, now);
            case CONVERT ->
                !trial
                        ? Refusal.of("subscription.refused.noTrial")
                        : conversions(subscription).isEmpty()
                                ? Refusal.of("subscription.refused.noConversion", subscription.productId())
                                : null;
        };
    }

    /** What stands in the way of nearly every change. */
    private Refusal general(Subscription subscription, Change change, Instant now) {
        Customer customer = customers.find(subscription.getCustomerId()).orElseThrow();
        if (!customer.isCurrent()) {
            return Refusal.of("subscription.refused.former");
        }
        Optional<ResellerCard> acting = actingReseller().flatMap(resellers::find);
        if (acting.filter(ResellerCard::suspended).isPresent()) {
            return Refusal.of("subscription.refused.suspendedReseller");
        }
        if (acting.isPresent() && !customer.isDelegatedAdministration()) {
            return Refusal.of("subscription.refused.delegation");
        }
        State state = subscription.getState();
        boolean anytime =
                Set.of(Change.NICKNAME, Change.RESELLER, Change.SUPPORT_CONTACT).contains(change);
        if (state == State.DELETED) {
            return Refusal.of("subscription.refused.deleted", formats.time(subscription.getStateSince()));
        }
        if (anytime) {
            return null;
        }
        if (!state.billed()) {
            return Refusal.of("subscription.refused.ended", formats.time(subscription.getTermEndsAt()));
        }
        if (subscription.renewing(now)) {
            return Refusal.of("subscription.refused.renewing", formats.time(subscription.getDueAt()));
        }
        if (state == State.SUSPENDED && change != Change.REACTIVATE && change != Change.CANCEL) {
            return Refusal.of("subscription.refused.suspended").see(page(subscription, Change.REACTIVATE));
        }
        if (state == State.ACTIVE && change == Change.REACTIVATE) {
            return Refusal.of("subscription.refused.active");
        }
        return null;
    }

    private Refusal reactivation(Subscription subscription) {
        return subscription.getParentId() == null
                ? null
                : subscriptions
                        .findById(subscription.getParentId())
                        .filter(base -> base.getState() != State.ACTIVE)
                        .map(base -> Refusal.of("subscription.refused.base", base.name())
                                .see("/subscriptions/" + base.getId()))
                        .orElse(null);
    }

    private Refusal cancellation(Subscription subscription, Instant now) {
        if (subscription.isTrial()) {
            return Refusal.of("subscription.refused.trial.cancel", formats.time(subscription.getTermEndsAt()));
        }
        if (!subscription.cancellable(now)) {
            return Refusal.of(
                    "subscription.refused.window",
                    formats.time(subscription.getCancellableUntil()),
                    formats.time(subscription.getTermEndsAt()));
        }
        return billedAddOns(subscription.getId()).stream()
                .filter(addOn -> !addOn.cancellable(now))
                .findFirst()
                .map(addOn -> Refusal.of(
                                "subscription.refused.addOnWindow",
                                addOn.name(),
                                formats.time(addOn.getCancellableUntil()))
                        .see("/subscriptions/" + addOn.getId()))
                .orElse(null);
    }

    /** Nothing more is bought with a reseller on record that may not be used any more (domain.md §5, POR check on changes). */
    private Refusal mayBuy(Subscription subscription) {
        UUID reseller = subscription.getResellerOnRecordId();
        Set<String> obstacles = reseller == null ? Set.of() : resellers.obstacles(reseller);
        if (!obstacles.isEmpty() && OutsidePerson.signedIn().isPresent()) {
            // Who it is, and why, is between that reseller and the provider.
            return Refusal.of("subscription.refused.reseller.outside");
        }
        return obstacles.isEmpty()
                ? null
                : Refusal.of(
                                "subscription.refused.reseller",
                                nameOf(reseller),
                                new DefaultMessageSourceResolvable(
                                        obstacles.stream().sorted().findFirst().orElseThrow()))
                        .see(page(subscription, Change.RESELLER));
    }

    /** Whether the catalog lets this customer have so many licenses; the maximum is meant per customer and SKU. */
    private Refusal mayHave(Subscription subscription, CatalogItem offer, int total) {
        if (offer == null) {
            return Refusal.of("subscription.licenses.notSold");
        }
        if (total < offer.minLicenses() || total > offer.maxLicenses()) {
            return Refusal.of("subscription.licenses.range", offer.minLicenses(), offer.maxLicenses());
        }
        long others = elsewhere(subscription, offer.sku());
        return others + total > offer.maxLicenses()
                ? Refusal.of(
                        "subscription.licenses.pool",
                        offer.maxLicenses(),
                        others,
                        Math.max(0, offer.maxLicenses() - others))
                : null;
    }

    private long elsewhere(Subscription subscription, String sku) {
        return others(subscription, sku).mapToLong(Subscription::getLicenses).sum();
    }

    private Stream<Subscription> others(Subscription subscription, String sku) {
        return subscriptions.findByCustomerIdOrderByTitleAscIdAsc(subscription.getCustomerId()).stream()
                .filter(other -> !other.getId().equals(subscription.getId()))
                .filter(other -> other.getSku().equals(sku))
                .filter(other -> other.getState() != State.DELETED && other.getState() != State.DISABLED);
    }

    private Refusal mayGiveBack(Subscription subscription, CatalogItem offer, int fewer, int total, Instant now) {
        int fewest = offer == null ? 1 : offer.minLicenses();
        if (total < fewest) {
            return Refusal.of("subscription.licenses.fewest", fewest);
        }
        List<LicenseBatch> open = subscription.reducibleBatches(now);
        if (open.isEmpty()) {
            Instant closed = subscription.getBatches().stream()
                    .map(LicenseBatch::reducibleUntil)
                    .max(Comparator.naturalOrder())
                    .orElse(subscription.getTermStartedAt());
            return Refusal.of(
                    "subscription.licenses.closed", formats.second(closed), formats.time(subscription.getTermEndsAt()));
        }
        int reducible = subscription.reducible(now);
        return fewer > reducible
                ? Refusal.of(
                        "subscription.licenses.reducible",
                        reducible,
                        formats.time(open.get(0).reducibleUntil()),
                        subscription.getLicenses() - reducible)
                : null;
    }

    private List<Target> targets(Subscription subscription, Instant now) {
        String market = market(subscription);
        Proration proration = Proration.of(subscription, now);
        BigDecimal credit = proration.rest(subscription.getUnitPrice(), subscription.getLicenses());
        List<Target> targets = new ArrayList<>();
        Map<String, List<CatalogItem>> onSale = catalog.upgradeTargets(subscription.getOfferId(), market).stream()
                .filter(item -> !item.trial())
                .collect(Collectors.groupingBy(CatalogItem::sku));
        catalog.upgradeTargets(subscription.getOfferId()).forEach((sku, title) -> {
            List<CatalogItem> sold = onSale.getOrDefault(sku, List.of());
            CatalogItem same = sold.stream()
                    .filter(item -> item.termDuration().equals(subscription.getTermDuration())
                            && item.billingPlan().equals(subscription.getBillingPlan()))
                    .findFirst()
                    .orElse(null);
            if (same == null) {
                targets.add(new Target(
                        sku,
                        title,
                        null,
                        null,
                        credit,
                        Refusal.of(
                                sold.isEmpty() ? "subscription.upgrade.notSold" : "subscription.upgrade.otherTerm")));
            } else {
                targets.add(new Target(
                        sku,
                        same.title(),
                        same,
                        proration.rest(same.unitPrice(), subscription.getLicenses()),
                        credit,
                        mayBecome(subscription, same)));
            }
        });
        return targets;
    }

    private Refusal mayBecome(Subscription subscription, CatalogItem target) {
        Subscription owned = others(subscription, target.sku()).findFirst().orElse(null);
        if (owned != null) {
            return Refusal.of("subscription.upgrade.owned", owned.name()).see("/subscriptions/" + owned.getId());
        }
        if (!target.currency().equals(subscription.getCurrency())) {
            return Refusal.of("subscription.upgrade.currency", target.currency());
        }
        List<Subscription> addOns = billedAddOns(subscription.getId());
        Map<UUID, CatalogItem> offers =
                catalog.items(addOns.stream().map(Subscription::getOfferId).toList(), market(subscription));
        for (Subscription addOn : addOns) {
            CatalogItem offer = offers.get(addOn.getOfferId());
            if (offer != null && !offer.bases().contains(target.sku())) {
                return Refusal.of("subscription.upgrade.addOn", addOn.name()).see("/subscriptions/" + addOn.getId());
            }
        }
        return mayHave(subscription, target, subscription.getLicenses());
    }

    private List<CatalogItem> conversions(Subscription subscription) {
        return subscription.isTrial()
                ? catalog.conversions(subscription.getOfferId(), market(subscription))
                : List.of();
    }

    // ----

    /** The subscription, if it is as it was seen and this change is possible; else errors say why not. */
    private Subscription open(UUID id, Long version, Change change, Errors errors) {
        UUID customer = subscriptions.customerOf(id).orElseThrow(NotFoundException::new);
        Optional<UUID> acting = actingReseller();
        // If another one is put on record before the lock, the version has moved on, too.
        Optional<UUID> onRecord = BUYING.contains(change) ? subscriptions.resellerOnRecordOf(id) : Optional.empty();
        Stream.of(acting, onRecord)
                .flatMap(Optional::stream)
                .distinct()
                .sorted()
                .forEach(resellers::obstacles);
        subscriptions.lockCustomer(customer);
        if (acting.filter(reseller -> !manages(reseller, customer)).isPresent()) {
            throw new NotFoundException();
        }
        Subscription subscription = subscriptions.lock(id).orElseThrow(NotFoundException::new);
        if (!subscription.getVersion().equals(version)) {
            errors.reject(CHANGED);
        }
        tell(refusal(subscription, change, clock.instant()), errors);
        return subscription;
    }

    private static Optional<UUID> actingReseller() {
        return OutsidePerson.signedIn()
                .filter(person -> person.side() == Side.RESELLER)
                .map(OutsidePerson::party);
    }

    private boolean manages(UUID reseller, UUID customer) {
        return resellers.find(reseller).filter(ResellerCard::active).isPresent()
                && customers.resellersOf(customer).contains(reseller);
    }

    private Subscription get(UUID id) {
        return subscriptions.findById(id).orElseThrow(NotFoundException::new);
    }

    private List<Subscription> billedAddOns(UUID base) {
        return subscriptions.findByParentIdOrderByTitleAscIdAsc(base).stream()
                .filter(addOn -> addOn.getState().billed())
                .toList();
    }

    private BigDecimal refund(Subscription subscription, Instant now) {
        return Proration.of(subscription, now).refund(subscription.getUnitPrice(), subscription.getLicenses());
    }

    private CatalogItem offer(Subscription subscription) {
        return catalog.items(Set.of(subscription.getOfferId()), market(subscription))
                .get(subscription.getOfferId());
    }

    private String market(Subscription subscription) {
        return customers
                .find(subscription.getCustomerId())
                .orElseThrow()
                .getDetails()
                .country();
    }

    private void audit(String action, Subscription subscription, String before, String after) {
        audit.record(action, Subscriptions.OBJECT, subscription.getId(), before, after);
    }

    private static String money(Subscription subscription, BigDecimal amount) {
        return amount.toPlainString() + " " + subscription.getCurrency();
    }

    private static String page(Subscription subscription, Change change) {
        return "/subscriptions/" + subscription.getId() + "/" + change.path();
    }

    private static Integer count(String typed) {
        String digits = typed == null ? "" : typed.strip();
        return digits.matches("\\d{1,9}") ? Integer.valueOf(digits) : null;
    }

    private static void tell(Refusal refusal, Errors errors) {
        if (refusal != null) {
            refusal.tell(errors);
        }
    }

    private static void tell(String field, Refusal refusal, Errors errors) {
        if (refusal != null) {
            refusal.tell(field, errors);
        }
    }
}
