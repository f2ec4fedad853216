package io.relais.subscription;

import static io.relais.subscription.SampleSubscriptions.errors;
import static io.relais.subscription.SampleSubscriptions.fine;
import static io.relais.subscription.SampleSubscriptions.later;
import static io.relais.subscription.SampleSubscriptions.refused;
import static io.relais.subscription.SampleSubscriptions.turnTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relais.RelaisTest;
import io.relais.audit.AuditEntry;
import io.relais.audit.AuditTrail;
import io.relais.catalog.CatalogItem;
import io.relais.customer.CustomerTies;
import io.relais.customer.Customers;
import io.relais.order.SampleOrders;
import io.relais.partnership.ResellerTies;
import io.relais.security.SignedInOutside;
import io.relais.subscription.Subscription.State;
import io.relais.web.NotFoundException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.validation.Errors;

/** The rules of every change of a subscription. */
@RelaisTest
class SubscriptionChangesTests {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private SubscriptionChanges changes;

    @Autowired
    private Subscriptions subscriptions;

    @Autowired
    private Customers customers;

    @Autowired
    private AuditTrail audit;

    @Autowired
    private JdbcClient database;

    @Autowired
    private TransactionTemplate transaction;

    private SampleSubscriptions sample;
    private Errors errors;

    @BeforeEach
    void signIn() {
        sample = new SampleSubscriptions(context);
        errors = errors();
        SampleOrders.as("sam");
    }

    @AfterEach
    void signOut() {
        SampleOrders.asNobody();
    }

    // ---- by a reseller

    @Test
    void refusesAResellerThatIsSuspendedAndKnowsNothingOfWhatIsNotItsOwn() {
        UUID reseller = sample.orders().activeReseller("Nuages " + SampleOrders.freshDomain());
        UUID stranger = sample.orders().activeReseller("Rival " + SampleOrders.freshDomain());
        UUID customer = sample.customer(reseller);
        Subscription one = subscriptions.ofCustomer(customer).get(0);
        SignedInOutside.work(reseller);
        changes.rename(one.getId(), one.getVersion(), "Atelier", errors);
        fine(errors);

        SignedInOutside.work(stranger);
        assertThatThrownBy(() -> changes.rename(one.getId(), now(one).getVersion(), "Theirs", errors()))
                .isInstanceOf(NotFoundException.class);

        database.sql("insert into reseller_flag (reseller_id, flag, since, reason, set_by, set_at)"
                        + " values (?, 'SUSPENDED', current_date, 'Not paid', 'sam', current_timestamp)")
                .param(reseller)
                .update();
        SignedInOutside.work(reseller);
        changes.setLicenses(one.getId(), now(one).getVersion(), "12", errors);
        assertThat(errors.getGlobalErrors())
                .extracting(error -> error.getCode())
                .contains("subscription.refused.suspendedReseller");

        SampleOrders.as("sam");
        customers.dissociate(customer, reseller);
        SignedInOutside.work(reseller);
        assertThatThrownBy(() -> changes.rename(one.getId(), now(one).getVersion(), "Mine", errors()))
                .isInstanceOf(NotFoundException.class);
        assertThat(now(one).getNickname()).isEqualTo("Atelier");
        assertThat(now(one).getLicenses()).isEqualTo(one.getLicenses());
    }

    @Test
    void knowsNothingForWhoIsNoPartnerAnyMore() {
        UUID reseller = sample.orders().activeReseller("Nuages " + SampleOrders.freshDomain());
        Subscription one = subscriptions.ofCustomer(sample.customer(reseller)).get(0);
        database.sql("update reseller set state = 'REMOVED' where id = ?")
                .param(reseller)
                .update();
        SignedInOutside.work(reseller);

        assertThatThrownBy(() -> changes.setAutoRenew(one.getId(), one.getVersion(), false, errors()))
                .isInstanceOf(NotFoundException.class);
    }

    // ---- licenses

    @Test
    void addsLicensesAtAnyTimeAsABatchOfTheirOwn() {
        Subscription one = sample.premium(10);
        later(Duration.ofDays(100));

        changes.setLicenses(one.getId(), one.getVersion(), "14", errors);

        fine(errors);
        assertThat(now(one).getLicenses()).isEqualTo(14);
        assertThat(now(one).getBatches()).extracting(LicenseBatch::licenses).containsExactly(10, 4);
        assertThat(now(one).getTermEndsAt()).isEqualTo(one.getTermEndsAt());
        assertThat(latest(one).getAction()).isEqualTo("change_licenses");
        assertThat(latest(one).getActor()).isEqualTo("sam");
        assertThat(latest(one).getOldValue()).isEqualTo("10");
        assertThat(latest(one).getNewValue()).isEqualTo("14");
    }

    @Test
    void givesBackTheBatchWhoseWindowIsOpenAndNoOther() {
        Subscription one = sample.premium(10);
        later(Duration.ofDays(8));
        changes.setLicenses(one.getId(), one.getVersion(), "14", errors);
        fine(errors);

        changes.setLicenses(one.getId(), now(one).getVersion(), "9", errors);

        refused(errors, "subscription.licenses.reducible");
        assertThat(errors.getFieldError("licenses").getArguments()).contains(4, 10);
        assertThat(now(one).getLicenses()).isEqualTo(14);

        errors = errors();
        changes.setLicenses(one.getId(), now(one).getVersion(), "10", errors);
        fine(errors);
        assertThat(now(one).getBatches()).extracting(LicenseBatch::licenses).containsExactly(10);
    }

    @Test
    void takesLicensesBackInTheLastSecondOfTheWindowAndSaysWhenItClosedOneSecondLater() {
        Subscription one = sample.premium(10);
        Instant closes = one.getStartedAt().plus(Duration.ofHours(168));

        turnTo(closes.plusSeconds(1));
        changes.setLicenses(one.getId(), one.getVersion(), "9", errors);
        refused(errors, "subscription.licenses.closed");
        assertThat((String) errors.getFieldError("licenses").getArguments()[0])
                .isEqualTo(closes.toString().replace('T', ' ').substring(0, 19) + " UTC");
        assertThat(now(one).getLicenses()).isEqualTo(10);

        errors = errors();
        turnTo(closes.minusSeconds(1));
        changes.setLicenses(one.getId(), one.getVersion(), "9", errors);
        fine(errors);
        assertThat(now(one).getLicenses()).isEqualTo(9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5", "ten", "9999999999", "１２"})
    void asksForAWholeNumber(String typed) {
        Subscription one = sample.premium(10);

        changes.setLicenses(one.getId(), one.getVersion(), typed, errors);

        refused(errors, "subscription.licenses.number");
    }

    @Test
    void keepsToTheOffersRangeAndTheCustomersPool() {
        Subscription one = sample.premium(10);
        changes.setLicenses(one.getId(), one.getVersion(), "301", errors);
        refused(errors, "subscription.licenses.range");
        errors = errors();
        changes.setLicenses(one.getId(), one.getVersion(), "0", errors);
        refused(errors, "subscription.licenses.fewest");
        errors = errors();
        changes.setLicenses(one.getId(), one.getVersion(), "10", errors);
        refused(errors, "subscription.licenses.same");

        sample.start(one.getCustomerId(), SampleOrders.PREMIUM, "P1M", "monthly", 200, null);
        errors = errors();
        changes.setLicenses(one.getId(), one.getVersion(), "101", errors);
        refused(errors, "subscription.licenses.pool");
        errors = errors();
        changes.setLicenses(one.getId(), one.getVersion(), "100", errors);
        fine(errors);
    }

    @Test
    void buysNothingMoreWithAResellerOnRecordThatIsNotAuthorizedAnyMore() {
        UUID reseller = sample.orders().activeReseller("Not authorized " + SampleOrders.freshDomain());
        Subscription one = sample.start(sample.customer(reseller), SampleOrders.PREMIUM, "P1Y", "annual", 10, reseller);
        database.sql("update reseller set agreement_signed = false where id = ?")
                .param(reseller)
                .update();

        changes.setLicenses(one.getId(), one.getVersion(), "11", errors);
        refused(errors, "subscription.refused.reseller");

        errors = errors();
        changes.setLicenses(one.getId(), one.getVersion(), "9", errors);
        fine(errors);
        errors = errors();
        changes.putOnRecord(one.getId(), now(one).getVersion(), null, errors);
        fine(errors);
        errors = errors();
        changes.setLicenses(one.getId(), now(one).getVersion(), "11", errors);
        fine(errors);
    }

    // ---- money

    @Test
    void paysBackTheFullDaysLeftOfWhatIsPaid() {
        UUID customer = sample.customer(null);
        Subscription yearly = sample.start(customer, SampleOrders.PREMIUM, "P1Y", "annual", 10, null);
        Subscription monthly = sample.start(customer, SampleOrders.E3, "P1Y", "monthly", 10, null);
        later(Duration.ofDays(2).plusHours(1));

        long year = Duration.between(yearly.getTermStartedAt(), yearly.getTermEndsAt())
                .toDays();
        assertThat(changes.refund(yearly.getId())).isEqualByComparingTo(part(yearly, 10, year - 3, year));
        Instant monthEnd = monthly.getTermStartedAt()
                .atZone(java.time.ZoneOffset.UTC)
                .plusMonths(1)
                .toInstant();
        long left = Duration.between(
                        org.camunda.bpm.engine.impl.util.ClockUtil.getCurrentTime()
                                .toInstant(),
                        monthEnd)
                .toDays();
        assertThat(changes.refund(monthly.getId())).isEqualByComparingTo(part(monthly, 10, left, year));
        assertThat(changes.quote(yearly.getId(), "12").amount()).isEqualByComparingTo(part(yearly, 2, year - 3, year));
        assertThat(changes.quote(yearly.getId(), "9").amount()).isEqualByComparingTo(part(yearly, 1, year - 3, year));
        assertThat(changes.quote(yearly.getId(), "ten")).isNull();
    }

    private static BigDecimal part(Subscription one, int licenses, long days, long all) {
        return one.getUnitPrice()
                .multiply(BigDecimal.valueOf(licenses * days))
                .divide(BigDecimal.valueOf(all), 2, java.math.RoundingMode.HALF_UP);
    }

    // ---- nickname

    @Test
    void namesAndUnnames() {
        Subscription one = sample.premium(10);
        changes.rename(one.getId(), one.getVersion(), "  Accueil ", errors);
        fine(errors);
        assertThat(now(one).name()).isEqualTo("Accueil");
        changes.rename(one.getId(), now(one).getVersion(), " ", errors);
        fine(errors);
        assertThat(now(one).name()).isEqualTo(one.getTitle());
        changes.rename(one.getId(), now(one).getVersion(), "x".repeat(101), errors);
        refused(errors, "subscription.nickname.length");
        errors = errors();
        changes.rename(one.getId(), now(one).getVersion(), "two\nlines", errors);
        refused(errors, "subscription.nickname.length");
    }

    // ---- suspend, reactivate, auto-renew

    @Test
    void suspendsWithItsAddOnsAndTurnsAutoRenewOff() {
        Subscription base = sample.premium(10);
        Subscription addOn = copilotOf(base);
        assertThat(addOn.getParentId()).isEqualTo(base.getId());

        changes.suspend(base.getId(), base.getVersion(), errors);

        fine(errors);
        for (Subscription one : List.of(now(base), now(addOn))) {
            assertThat(one.getState()).isEqualTo(State.SUSPENDED);
            assertThat(one.isAutoRenew()).isFalse();
            assertThat(latest(one).getAction()).isEqualTo("suspend_subscription");
        }
    }

    @Test
    void reactivatesAnAddOnOnlyAfterItsBase() {
        Subscription base = sample.premium(10);
        Subscription addOn = copilotOf(base);
        changes.suspend(base.getId(), base.getVersion(), errors);

        changes.reactivate(addOn.getId(), now(addOn).getVersion(), errors);
        refused(errors, "subscription.refused.base");
        assertThat(changes.refusals(addOn.getId()).get(Change.REACTIVATE).page())
                .isEqualTo("/subscriptions/" + base.getId());

        errors = errors();
        changes.reactivate(base.getId(), now(base).getVersion(), errors);
        fine(errors);
        assertThat(now(base).isAutoRenew()).isFalse();
        assertThat(now(addOn).getState()).isEqualTo(State.SUSPENDED);
        changes.reactivate(addOn.getId(), now(addOn).getVersion(), errors);
        fine(errors);
        assertThat(now(addOn).getState()).isEqualTo(State.ACTIVE);
    }

    @Test
    void changesNothingElseOfWhatIsSuspended() {
        Subscription one = sample.premium(10);
        changes.suspend(one.getId(), one.getVersion(), errors);

        Map<Change, Refusal> refusals = changes.refusals(one.getId());
        for (Change change : List.of(Change.LICENSES, Change.UPGRADE, Change.AUTO_RENEW, Change.SUSPEND)) {
            assertThat(refusals.get(change).message()).as(change.name()).isEqualTo("subscription.refused.suspended");
        }
        assertThat(refusals)
                .doesNotContainKeys(
                        Change.NICKNAME, Change.REACTIVATE, Change.CANCEL, Change.RESELLER, Change.SUPPORT_CONTACT);
        changes.setLicenses(one.getId(), now(one).getVersion(), "11", errors);
        refused(errors, "subscription.refused.suspended");
    }

    @Test
    void turnsAutoRenewOffAndOn() {
        Subscription one = sample.premium(10);
        assertThat(one.isAutoRenew()).isTrue();
        changes.setAutoRenew(one.getId(), one.getVersion(), false, errors);
        assertThat(now(one).isAutoRenew()).isFalse();
        changes.setAutoRenew(one.getId(), now(one).getVersion(), true, errors);
        assertThat(now(one).isAutoRenew()).isTrue();
        fine(errors);
    }

    // ---- cancel

    @Test
    void cancelsWithItsAddOnsInTheWindowForGood() {
        Subscription base = sample.premium(10);
        Subscription addOn = copilotOf(base);
        changes.cancel(base.getId(), base.getVersion(), false, errors);
        refused(errors, "subscription.cancel.confirm.missing");
        assertThat(now(base).getState()).isEqualTo(State.ACTIVE);

        errors = errors();
        changes.cancel(base.getId(), base.getVersion(), true, errors);

        fine(errors);
        assertThat(now(base).getState()).isEqualTo(State.DELETED);
        assertThat(now(addOn).getState()).isEqualTo(State.DELETED);
        assertThat(now(base).getDueAt()).isNull();
        for (Change change : Change.values()) {
            assertThat(changes.refusals(base.getId())).containsKey(change);
        }
    }

    @Test
    void refusesToCancelOneSecondAfterTheWindow() {
        Subscription one = sample.premium(10);
        turnTo(one.getCancellableUntil().plusSeconds(1));

        changes.cancel(one.getId(), one.getVersion(), true, errors);

        refused(errors, "subscription.refused.window");
        assertThat(now(one).getState()).isEqualTo(State.ACTIVE);
    }

    @Test
    void cancelsNoBaseWhoseAddOnCanNotBeCancelled() {
        UUID customer = sample.customer(null);
        Subscription old = sample.start(customer, SampleOrders.PREMIUM, "P1Y", "annual", 10, null);
        Subscription addOn = sample.start(customer, SampleOrders.COPILOT, "P1Y", "annual", 2, null);
        database.sql("update subscription set cancellable_until = started_at where id = ?")
                .param(addOn.getId())
                .update();
        UUID base = addOn.getParentId();

        changes.cancel(base, sample.now(base).getVersion(), true, errors);

        refused(errors, "subscription.refused.addOnWindow");
        assertThat(old.getState()).isEqualTo(State.ACTIVE);
    }

    // ---- upgrade

    @Test
    void upgradesToATargetAndKeepsIdLicensesAndTerm() {
        UUID customer = sample.customer(null);
        Subscription basic = sample.subscriptions().ofCustomer(customer).get(0);
        later(Duration.ofDays(30));
        Map<String, SubscriptionChanges.Target> targets = changes.targets(basic.getId()).stream()
                .collect(Collectors.toMap(SubscriptionChanges.Target::sku, target -> target));
        SubscriptionChanges.Target premium = targets.get(SampleOrders.PREMIUM);
        assertThat(premium.refusal()).isNull();
        assertThat(premium.cost()).isGreaterThan(premium.credit());

        changes.upgrade(basic.getId(), basic.getVersion(), premium.offer().offerId(), errors);

        fine(errors);
        Subscription after = now(basic);
        assertThat(after.getSku()).isEqualTo(SampleOrders.PREMIUM);
        assertThat(after.getOrderedSku()).isEqualTo(SampleOrders.BASIC);
        assertThat(after.getLicenses()).isEqualTo(10);
        assertThat(after.getTermEndsAt()).isEqualTo(basic.getTermEndsAt());
        assertThat(after.getUnitPrice()).isEqualByComparingTo(premium.offer().unitPrice());
        assertThat(changes.refusals(basic.getId())).containsKey(Change.CANCEL);
        assertThat(after.reducible(org.camunda.bpm.engine.impl.util.ClockUtil.getCurrentTime()
                        .toInstant()))
                .isZero();
        assertThat(latest(after).getAction()).isEqualTo("upgrade_subscription");
    }

    @Test
    void saysOfEachTargetWhyItIsNotPossible() {
        UUID customer = sample.customer(null);
        Subscription basic = sample.subscriptions().ofCustomer(customer).get(0);
        sample.start(customer, SampleOrders.PREMIUM, "P1M", "monthly", 5, null);

        SubscriptionChanges.Target owned = changes.targets(basic.getId()).stream()
                .filter(target -> target.sku().equals(SampleOrders.PREMIUM))
                .findFirst()
                .orElseThrow();

        assertThat(owned.refusal().message()).isEqualTo("subscription.upgrade.owned");
        changes.upgrade(basic.getId(), basic.getVersion(), owned.offer().offerId(), errors);
        refused(errors, "subscription.upgrade.owned");
        errors = errors();
        changes.upgrade(
                basic.getId(),
                basic.getVersion(),
                sample.orders().offer(SampleOrders.E5_TRIAL, "P1M", "none").offerId(),
                errors);
        refused(errors, "subscription.upgrade.choose");
        assertThat(now(basic).getSku()).isEqualTo(SampleOrders.BASIC);
    }

    @Test
    void listsATargetThatIsNotSoldToTheCustomerWithThatReason() {
        Subscription teams = sample.start(sample.customer(null), "CFQ7TTC0JN4R:0002", "P1M", "monthly", 5, null);
        String known = database.sql("select upgrade_targets from offer where id = ?")
                .param(teams.getOfferId())
                .query(String.class)
                .single();
        targets(teams, known + " GONE:0001");
        try {
            assertThat(changes.targets(teams.getId())).hasSize(4).anySatisfy(target -> {
                assertThat(target.sku()).isEqualTo("GONE:0001");
                assertThat(target.refusal().message()).isEqualTo("subscription.upgrade.notSold");
            });
            targets(teams, "");
            assertThat(changes.refusals(teams.getId()).get(Change.UPGRADE).message())
                    .isEqualTo("subscription.refused.noTargets");
        } finally {
            targets(teams, known);
        }
    }

    private void targets(Subscription subscription, String skus) {
        database.sql("update offer set upgrade_targets = ? where id = ?")
                .params(skus, subscription.getOfferId())
                .update();
    }

    // ---- trial

    @Test
    void convertsATrialWithAtLeastTwentyFiveLicenses() {
        Subscription trial = sample.start(sample.customer(null), SampleSubscriptions.TRIAL, "P1M", "none", 25, null);
        CatalogItem paid = changes.conversions(trial.getId()).stream()
                .filter(offer -> offer.termDuration().equals("P1Y"))
                .findFirst()
                .orElseThrow();
        assertThat(changes.refusals(trial.getId()))
                .containsKeys(Change.LICENSES, Change.UPGRADE, Change.SUSPEND, Change.CANCEL)
                .doesNotContainKeys(Change.CONVERT, Change.AUTO_RENEW);

        changes.convert(trial.getId(), trial.getVersion(), paid.offerId(), "24", errors);
        refused(errors, "subscription.convert.fewest");
        errors = errors();
        changes.convert(trial.getId(), trial.getVersion(), UUID.randomUUID(), "25", errors);
        refused(errors, "subscription.convert.choose");
        errors = errors();
        changes.convert(trial.getId(), trial.getVersion(), paid.offerId(), "301", errors);
        refused(errors, "subscription.licenses.range");

        errors = errors();
        changes.convert(trial.getId(), trial.getVersion(), paid.offerId(), "30", errors);
        fine(errors);
        Subscription after = now(trial);
        assertThat(after.isTrial()).isFalse();
        assertThat(after.getLicenses()).isEqualTo(30);
        assertThat(after.getSku()).isEqualTo(paid.sku());
        assertThat(after.getOrderedSku()).isEqualTo(SampleSubscriptions.TRIAL);
        assertThat(changes.refusals(trial.getId())).doesNotContainKey(Change.CANCEL);
    }

    // ---- the three associations

    @Test
    void changesOneAssociationAndNoOther() {
        UUID managing = sample.orders().activeReseller("Managing " + SampleOrders.freshDomain());
        UUID other = sample.orders().activeReseller("Other " + SampleOrders.freshDomain());
        Subscription one = sample.start(sample.customer(managing), SampleOrders.PREMIUM, "P1Y", "annual", 10, managing);

        changes.nameSupportContact(one.getId(), one.getVersion(), other, errors);
        refused(errors, "subscription.support.notInRelation");
        errors = errors();
        changes.nameSupportContact(one.getId(), one.getVersion(), managing, errors);
        fine(errors);
        changes.putOnRecord(one.getId(), now(one).getVersion(), other, errors);
        fine(errors);

        assertThat(now(one).getResellerOnRecordId()).isEqualTo(other);
        assertThat(now(one).getSupportContactId()).isEqualTo(managing);
        assertThat(customers.resellersOf(one.getCustomerId())).containsExactly(managing);
        assertThat(subscriptions.history(one.getId(), Association.ON_RECORD))
                .extracting(AssociationChange::getFromId, AssociationChange::getToId, AssociationChange::getChangedBy)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(managing, other, "sam"),
                        org.assertj.core.groups.Tuple.tuple(null, managing, "sam"));
        assertThat(subscriptions.history(one.getId(), Association.SUPPORT_CONTACT))
                .extracting(AssociationChange::getToId)
                .containsExactly(managing);

        changes.putOnRecord(one.getId(), now(one).getVersion(), other, errors);
        refused(errors, "subscription.reseller.same");
        errors = errors();
        changes.putOnRecord(one.getId(), now(one).getVersion(), UUID.randomUUID(), errors);
        refused(errors, "partnership.obstacle.NOT_ACTIVE");
    }

    @Test
    void givesWhatHangsOnAResellerToAnother() {
        UUID leaving = sample.orders().activeReseller("Leaving " + SampleOrders.freshDomain());
        UUID staying = sample.orders().activeReseller("Staying " + SampleOrders.freshDomain());
        Subscription one = sample.start(sample.customer(leaving), SampleOrders.PREMIUM, "P1Y", "annual", 10, leaving);
        changes.nameSupportContact(one.getId(), one.getVersion(), leaving, errors);
        Map<String, ResellerTies.Reassignable> ties =
                context.getBeansOfType(ResellerTies.Reassignable.class).values().stream()
                        .filter(tie -> List.of("on-record", "support-contact").contains(tie.key()))
                        .collect(Collectors.toMap(ResellerTies::key, tie -> tie));
        ResellerTies.Reassignable onRecord = ties.get("on-record");
        ResellerTies.Reassignable support = ties.get("support-contact");
        assertThat(onRecord.count(leaving)).isEqualTo(1);
        assertThat(onRecord.some(leaving, 5).get(0).page()).isEqualTo("/subscriptions/" + one.getId());

        assertThat(onRecord.reassign(leaving, staying)).isEqualTo(1);
        assertThat(now(one).getSupportContactId()).isEqualTo(leaving);
        assertThat(support.reassign(leaving, null)).isEqualTo(1);

        assertThat(now(one).getResellerOnRecordId()).isEqualTo(staying);
        assertThat(now(one).getSupportContactId()).isNull();
        assertThat(onRecord.count(leaving)).isZero();
        assertThat(subscriptions.history(one.getId(), Association.SUPPORT_CONTACT))
                .hasSize(2);
    }

    @Test
    void givesSupportOnlyToAResellerWhoManagesTheCustomer() {
        UUID leaving = sample.orders().activeReseller("Leaving " + SampleOrders.freshDomain());
        UUID heir = sample.orders().activeReseller("Heir " + SampleOrders.freshDomain());
        Subscription related = supportedBy(leaving);
        Subscription unrelated = supportedBy(leaving);
        customers.associate(related.getCustomerId(), heir);

        assertThat(ties("support-contact").reassign(leaving, heir)).isEqualTo(2);

        assertThat(now(related).getSupportContactId()).isEqualTo(heir);
        assertThat(now(unrelated).getSupportContactId()).isNull();
    }

    @Test
    void doesNotGiveAwayWhatSomebodyPutOnAnotherResellersRecordMeanwhile() throws Exception {
        UUID leaving = sample.orders().activeReseller("Leaving " + SampleOrders.freshDomain());
        UUID chosen = sample.orders().activeReseller("Chosen " + SampleOrders.freshDomain());
        Subscription one = sample.start(sample.customer(leaving), SampleOrders.PREMIUM, "P1Y", "annual", 10, leaving);
        AtomicReference<CompletableFuture<Integer>> removing = new AtomicReference<>();
        transaction.executeWithoutResult(status -> {
            changes.putOnRecord(one.getId(), one.getVersion(), chosen, errors);
            fine(errors);
            removing.set(CompletableFuture.supplyAsync(() -> ties("on-record").reassign(leaving, null)));
            assertThat(removing.get()).failsWithin(Duration.ofMillis(700));
        });

        assertThat(removing.get().get(30, TimeUnit.SECONDS)).isZero();
        assertThat(now(one).getResellerOnRecordId()).isEqualTo(chosen);
    }

    private Subscription supportedBy(UUID reseller) {
        Subscription one = sample.start(sample.customer(reseller), SampleOrders.PREMIUM, "P1Y", "annual", 10, null);
        changes.nameSupportContact(one.getId(), one.getVersion(), reseller, errors);
        fine(errors);
        return one;
    }

    private ResellerTies.Reassignable ties(String key) {
        return context.getBeansOfType(ResellerTies.Reassignable.class).values().stream()
                .filter(tie -> tie.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void keepsACustomerUntilNothingIsBilledAnyMore() {
        Subscription one = sample.premium(10);
        CustomerTies ties = context.getBean(CustomersSubscriptions.class);
        assertThat(ties.inTheWay(one.getCustomerId()))
                .extracting(CustomerTies.Tie::message)
                .containsOnly("subscription.tie.ACTIVE");
        for (Subscription owned : subscriptions.ofCustomer(one.getCustomerId())) {
            changes.suspend(owned.getId(), owned.getVersion(), errors);
        }
        assertThat(ties.inTheWay(one.getCustomerId()))
                .extracting(CustomerTies.Tie::message)
                .containsOnly("subscription.tie.SUSPENDED");
        for (Subscription owned : subscriptions.ofCustomer(one.getCustomerId())) {
            changes.cancel(owned.getId(), owned.getVersion(), true, errors);
        }
        fine(errors);
        assertThat(ties.inTheWay(one.getCustomerId())).isEmpty();
    }

    @Test
    void changesNothingOfACustomerWhoseRelationshipWasRemoved() throws Exception {
        Subscription one = sample.premium(10);
        for (Subscription owned : subscriptions.ofCustomer(one.getCustomerId())) {
            changes.cancel(owned.getId(), owned.getVersion(), true, errors);
        }
        fine(errors);
        customers.removeRelationship(one.getCustomerId(), "Gone elsewhere.");

        assertThat(changes.refusals(one.getId())).hasSameSizeAs(Change.values());
        changes.rename(one.getId(), now(one).getVersion(), "Paris", errors);
        refused(errors, "subscription.refused.former");
        assertThat(now(one).getNickname()).isNull();
    }

    // ---- two at once

    @Test
    void letsOneOfTwoWhoChangeTheSameSubscriptionWin() throws Exception {
        Subscription one = sample.premium(10);
        List<Boolean> done = atOnce(() -> change(one, "11"), () -> change(one, "12"));

        assertThat(done).containsExactlyInAnyOrder(true, false);
        assertThat(audit.of("subscription", one.getId(), 10).stream()
                        .filter(line -> line.getAction().equals("change_licenses")))
                .hasSize(1);
    }

    @Test
    void neverLetsTwoSubscriptionsExceedThePoolTogether() throws Exception {
        UUID customer = sample.customer(null);
        Subscription one = sample.start(customer, SampleOrders.PREMIUM, "P1Y", "annual", 10, null);
        Subscription two = sample.start(customer, SampleOrders.PREMIUM, "P1M", "monthly", 10, null);

        List<Boolean> done = atOnce(() -> change(one, "200"), () -> change(two, "200"));

        assertThat(done).containsExactlyInAnyOrder(true, false);
        assertThat(now(one).getLicenses() + now(two).getLicenses()).isEqualTo(210);
    }

    private boolean change(Subscription one, String licenses) {
        SampleOrders.as("sam");
        Errors mine = errors();
        changes.setLicenses(one.getId(), one.getVersion(), licenses, mine);
        return !mine.hasErrors();
    }

    static List<Boolean> atOnce(
            java.util.concurrent.Callable<Boolean> first, java.util.concurrent.Callable<Boolean> second)
            throws Exception {
        ExecutorService two = Executors.newFixedThreadPool(2);
        CyclicBarrier start = new CyclicBarrier(2);
        try {
            List<Future<Boolean>> running = List.of(first, second).stream()
                    .map(work -> two.submit(() -> {
                        start.await();
                        return work.call();
                    }))
                    .toList();
            return List.of(running.get(0).get(), running.get(1).get());
        } finally {
            two.shutdown();
        }
    }

    private Subscription copilotOf(Subscription base) {
        database.sql("update subscription set state = 'DELETED', due_at = null where customer_id = ? and id <> ?")
                .params(base.getCustomerId(), base.getId())
                .update();
        return sample.start(base.getCustomerId(), SampleOrders.COPILOT, "P1Y", "annual", 3, null);
    }

    private Subscription now(Subscription one) {
        return sample.now(one.getId());
    }

    private AuditEntry latest(Subscription one) {
        return audit.of("subscription", one.getId(), 1).get(0);
    }
}
