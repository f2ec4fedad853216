package io.relais.subscription;

import static io.relais.subscription.SampleSubscriptions.errors;
import static io.relais.subscription.SampleSubscriptions.fine;
import static io.relais.subscription.SampleSubscriptions.turnTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.relais.audit.AuditEntry;
import io.relais.audit.AuditTrail;
import io.relais.order.SampleOrders;
import io.relais.subscription.Subscription.State;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.validation.Errors;

/** What the daily job does to subscriptions, on either database. */
abstract class LifecycleScenarios {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Lifecycle lifecycle;

    @Autowired
    private SubscriptionChanges changes;

    @Autowired
    private DueSubscriptions due;

    @Autowired
    private AuditTrail audit;

    @Autowired
    private JdbcClient database;

    @Autowired
    private TransactionTemplate transaction;

    private SampleSubscriptions sample;

    @BeforeEach
    void signIn() {
        sample = new SampleSubscriptions(context);
        SampleOrders.as("sam");
        // What other tests left with a date in the past is none of ours.
        lifecycle.run();
    }

    @AfterEach
    void signOut() {
        SampleOrders.asNobody();
    }

    @Test
    void livesAWholeYearAndWhatComesAfter() {
        Subscription one = sample.premium(10);
        Subscription monthly = sample.start(one.getCustomerId(), SampleOrders.PREMIUM, "P1M", "monthly", 5, null);
        Instant start = one.getStartedAt();

        // Every day of a year the job runs; nothing happens to the yearly one before its day.
        for (int day = 1; day < 365; day++) {
            runAt(start.plus(Duration.ofDays(day)));
            if (day == 100) {
                Errors errors = errors();
                changes.setLicenses(one.getId(), now(one).getVersion(), "14", errors);
                fine(errors);
            }
        }
        assertThat(now(one).getTermEndsAt()).isEqualTo(one.getTermEndsAt());
        assertThat(actions(one)).containsExactly("create_subscription", "change_licenses");
        assertThat(actions(monthly).stream().filter("renew_subscription"::equals))
                .hasSize(11);

        runAt(one.getTermEndsAt());
        Subscription renewed = now(one);
        assertThat(renewed.getState()).isEqualTo(State.ACTIVE);
        assertThat(renewed.getTermStartedAt()).isEqualTo(one.getTermEndsAt());
        assertThat(renewed.getTermEndsAt())
                .isEqualTo(start.atZone(ZoneOffset.UTC).plusYears(2).toInstant());
        assertThat(renewed.getCancellableUntil()).isEqualTo(one.getTermEndsAt().plus(Duration.ofDays(7)));
        assertThat(renewed.getBatches())
                .containsExactly(new LicenseBatch(
                        14, one.getTermEndsAt(), one.getTermEndsAt().plus(Duration.ofDays(7))));

        // Fewer in the new window, then no renewal any more.
        Errors errors = errors();
        changes.setLicenses(one.getId(), now(one).getVersion(), "8", errors);
        changes.setAutoRenew(one.getId(), now(one).getVersion(), false, errors);
        fine(errors);

        Instant end = renewed.getTermEndsAt();
        runAt(end.minusSeconds(1));
        assertThat(now(one).getState()).isEqualTo(State.ACTIVE);
        runAt(end);
        assertThat(now(one).getState()).isEqualTo(State.EXPIRED);
        runAt(end.plus(Duration.ofDays(30)).minusSeconds(1));
        assertThat(now(one).getState()).isEqualTo(State.EXPIRED);
        runAt(end.plus(Duration.ofDays(30)));
        assertThat(now(one).getState()).isEqualTo(State.DISABLED);
        runAt(end.plus(Duration.ofDays(120)));
        assertThat(now(one).getState()).isEqualTo(State.DELETED);
        assertThat(now(one).getDueAt()).isNull();
        assertThat(actions(one))
                .containsExactly(
                        "create_subscription",
                        "change_licenses",
                        "renew_subscription",
                        "change_licenses",
                        "auto_renew_off",
                        "expire_subscription",
                        "disable_subscription",
                        "delete_subscription");
        assertThat(audit.of("subscription", one.getId(), 1).get(0).getActor()).isEqualTo(AuditTrail.SYSTEM);
    }

    @Test
    void convertsNoTrialBeyondTheLimitThatSomebodyReachesAtTheSameMoment() throws Exception {
        UUID customer = sample.customer(null);
        Subscription paid = sample.start(customer, SampleOrders.PREMIUM, "P1Y", "annual", 10, null);
        Subscription trial = sample.start(customer, SampleSubscriptions.TRIAL, "P1M", "none", 25, null);
        turnTo(trial.getTermEndsAt());

        AtomicReference<CompletableFuture<Integer>> running = new AtomicReference<>();
        transaction.executeWithoutResult(status -> {
            Errors errors = errors();
            changes.setLicenses(paid.getId(), paid.getVersion(), "290", errors);
            fine(errors);
            running.set(CompletableFuture.supplyAsync(lifecycle::run));
            assertThat(running.get()).failsWithin(Duration.ofMillis(700));
        });
        running.get().get(30, TimeUnit.SECONDS);

        assertThat(now(paid).getLicenses()).isEqualTo(290);
        assertThat(now(trial).getState()).as("300 at most").isEqualTo(State.EXPIRED);
    }

    @Test
    void catchesUpWithEverythingThatWasMissedAndDoesNothingTwice() {
        Subscription monthly = sample.start(sample.customer(null), SampleOrders.PREMIUM, "P1M", "monthly", 5, null);
        Subscription ending = sample.start(monthly.getCustomerId(), SampleOrders.BASIC, "P1M", "monthly", 5, null);
        Errors errors = errors();
        changes.setAutoRenew(ending.getId(), ending.getVersion(), false, errors);
        fine(errors);

        // The application was down for five months.
        Instant back = monthly.getStartedAt()
                .atZone(ZoneOffset.UTC)
                .plusMonths(5)
                .plusDays(2)
                .toInstant();
        runAt(back);

        assertThat(now(monthly).getTermEndsAt())
                .isEqualTo(monthly.getStartedAt()
                        .atZone(ZoneOffset.UTC)
                        .plusMonths(6)
                        .toInstant());
        assertThat(actions(monthly).stream().filter("renew_subscription"::equals))
                .hasSize(5);
        assertThat(now(ending).getState()).isEqualTo(State.DELETED);
        assertThat(now(ending).getStateSince()).isEqualTo(ending.getTermEndsAt().plus(Duration.ofDays(120)));
        Long version = now(monthly).getVersion();
        lifecycle.run();
        assertThat(now(monthly).getVersion()).isEqualTo(version);
    }

    @Test
    void doesNotDriftWhenATermBeganOnAThirtyFirst() {
        Instant start = Instant.parse("2027-01-31T10:00:00Z");
        turnTo(start);
        Subscription monthly = sample.start(sample.customer(null), SampleOrders.PREMIUM, "P1M", "monthly", 5, null);
        assertThat(monthly.getTermEndsAt()).isEqualTo(Instant.parse("2027-02-28T10:00:00Z"));
        runAt(Instant.parse("2027-02-28T10:00:00Z"));
        assertThat(now(monthly).getTermEndsAt()).isEqualTo(Instant.parse("2027-03-31T10:00:00Z"));
        runAt(Instant.parse("2027-03-31T10:00:00Z"));
        assertThat(now(monthly).getTermEndsAt()).isEqualTo(Instant.parse("2027-04-30T10:00:00Z"));
    }

    @Test
    void turnsATrialIntoAYearOfTwentyFiveLicensesOrLetsItExpire() {
        Subscription renewing = sample.start(sample.customer(null), SampleSubscriptions.TRIAL, "P1M", "none", 25, null);
        Subscription ending = sample.start(sample.customer(null), SampleSubscriptions.TRIAL, "P1M", "none", 25, null);
        assertThat(renewing.getTermEndsAt()).isEqualTo(renewing.getStartedAt().plus(Duration.ofDays(30)));
        Errors errors = errors();
        changes.setAutoRenew(ending.getId(), ending.getVersion(), false, errors);
        fine(errors);

        runAt(ending.getTermEndsAt());

        Subscription paid = now(renewing);
        assertThat(paid.getState()).isEqualTo(State.ACTIVE);
        assertThat(paid.isTrial()).isFalse();
        assertThat(paid.getLicenses()).isEqualTo(25);
        assertThat(paid.getTermDuration()).isEqualTo("P1Y");
        assertThat(paid.getBillingPlan()).isEqualTo("monthly");
        assertThat(paid.getTermStartedAt()).isEqualTo(renewing.getTermEndsAt());
        assertThat(now(ending).getState()).isEqualTo(State.EXPIRED);
    }

    @Test
    void letsATrialExpireWhenItsPaidOfferHasNoRoomLeft() {
        UUID customer = sample.customer(null);
        Subscription trial = sample.start(customer, SampleSubscriptions.TRIAL, "P1M", "none", 25, null);
        sample.start(customer, SampleOrders.PREMIUM, "P1Y", "annual", 290, null);

        runAt(trial.getTermEndsAt());

        assertThat(now(trial).getState()).isEqualTo(State.EXPIRED);
        assertThat(audit.of("subscription", trial.getId(), 1).get(0).getNewValue())
                .isEqualTo("subscription.end.noConversion");
    }

    @Test
    void disablesWhatIsSuspendedAtTheEndOfItsTermAndKeepsItsDataAsLong() {
        Subscription one = sample.premium(10);
        Errors errors = errors();
        changes.suspend(one.getId(), one.getVersion(), errors);
        fine(errors);

        runAt(one.getTermEndsAt());
        assertThat(now(one).getState()).isEqualTo(State.DISABLED);
        assertThat(now(one).getDueAt()).isEqualTo(one.getTermEndsAt().plus(Duration.ofDays(120)));
    }

    @Test
    void renewsAnAddOnTogetherWithItsBase() {
        Subscription base = sample.premium(10);
        Subscription addOn = sample.start(base.getCustomerId(), SampleOrders.COPILOT, "P1Y", "annual", 3, null);

        runAt(addOn.getTermEndsAt());

        assertThat(now(base).getTermEndsAt()).isAfter(base.getTermEndsAt());
        assertThat(now(addOn).getState()).isEqualTo(State.ACTIVE);
        assertThat(now(addOn).getTermEndsAt()).isAfter(addOn.getTermEndsAt());
    }

    @Test
    void renewsNoAddOnWhoseBaseEnds() {
        Subscription base = sample.premium(10);
        sample.subscriptions().ofCustomer(base.getCustomerId()).stream()
                .filter(other -> !other.getId().equals(base.getId()))
                .forEach(other -> changes.cancel(other.getId(), other.getVersion(), true, errors()));
        Subscription addOn = sample.start(base.getCustomerId(), SampleOrders.COPILOT, "P1Y", "annual", 3, null);
        assertThat(addOn.getParentId()).isEqualTo(base.getId());
        Errors errors = errors();
        changes.setAutoRenew(base.getId(), base.getVersion(), false, errors);
        fine(errors);

        runAt(addOn.getTermEndsAt());

        assertThat(now(base).getState()).isEqualTo(State.EXPIRED);
        assertThat(now(addOn).getState()).isEqualTo(State.EXPIRED);
        assertThat(audit.of("subscription", addOn.getId(), 1).get(0).getNewValue())
                .isEqualTo("subscription.end.base");
    }

    @Test
    void refusesChangesBetweenTheEndOfATermAndTheJob() {
        Subscription one = sample.premium(10);
        turnTo(one.getTermEndsAt());
        Errors errors = errors();
        changes.setLicenses(one.getId(), one.getVersion(), "11", errors);
        SampleSubscriptions.refused(errors, "subscription.refused.renewing");
    }

    @Test
    void goesOnWithTheOthersWhenOneCanNotBeMoved() {
        Subscription broken = sample.start(sample.customer(null), SampleOrders.PREMIUM, "P1M", "monthly", 5, null);
        Subscription sound = sample.start(broken.getCustomerId(), SampleOrders.BASIC, "P1M", "monthly", 5, null);
        database.sql("update subscription set state = 'DELETED' where id = ?")
                .param(broken.getId())
                .update();

        runAt(sound.getTermEndsAt());

        assertThat(now(sound).getTermStartedAt()).isEqualTo(sound.getTermEndsAt());
        assertThat(now(broken).getDueAt()).isEqualTo(broken.getDueAt());
        database.sql("update subscription set state = 'DELETED', due_at = null where id = ?")
                .param(broken.getId())
                .update();
    }

    @Test
    void movesEachOnceWhenTwoNodesRunAtTheSameTime() throws Exception {
        UUID customer = sample.customer(null);
        List<Subscription> many = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            many.add(sample.start(customer, SampleOrders.BASIC, "P1M", "monthly", 1, null));
        }
        turnTo(many.get(29).getTermEndsAt());
        SampleOrders.asNobody();
        Callable<Boolean> node = () -> lifecycle.run() >= 0;

        assertThat(SubscriptionChangesTests.atOnce(node, node)).containsExactly(true, true);

        for (Subscription one : many) {
            assertThat(actions(one)).containsExactly("create_subscription", "renew_subscription");
        }
    }

    @Test
    void listsWhatIsDueAndPagesThroughIt() {
        UUID customer = sample.customer(null);
        Subscription soon = sample.start(customer, SampleOrders.PREMIUM, "P1M", "monthly", 5, null);
        Subscription trial = sample.start(customer, SampleSubscriptions.TRIAL, "P1M", "none", 25, null);
        Errors errors = errors();
        changes.setAutoRenew(soon.getId(), soon.getVersion(), false, errors);
        fine(errors);
        turnTo(soon.getTermEndsAt().minus(Duration.ofHours(20)));

        assertThat(due.counts()).extracting(Due.Count::days).containsExactly(1, 7, 30);
        assertThat(due.counts()).allSatisfy(count -> assertThat(count.ends()).isPositive());
        assertThat(ids(Due.Kind.ENDS, 1)).contains(soon.getId()).doesNotContain(trial.getId());
        assertThat(ids(Due.Kind.RENEWS, 30)).doesNotContain(soon.getId());
        // Page by page, one row each: every row once.
        List<UUID> walked = new ArrayList<>();
        String place = null;
        do {
            var page = due.list(Due.Kind.ENDS, 30, place, null, 1);
            page.rows().forEach(row -> walked.add(row.id()));
            place = page.next();
        } while (place != null);
        assertThat(walked).doesNotHaveDuplicates().containsExactlyElementsOf(ids(Due.Kind.ENDS, 30));

        runAt(soon.getTermEndsAt().plus(Duration.ofDays(100)));
        assertThat(ids(Due.Kind.DELETES, 30)).contains(soon.getId());
    }

    private List<UUID> ids(Due.Kind kind, int days) {
        return due.list(kind, days, null, null, 10_000).rows().stream()
                .map(Due::id)
                .toList();
    }

    private void runAt(Instant instant) {
        turnTo(instant);
        SampleOrders.asNobody();
        lifecycle.run();
        SampleOrders.as("sam");
    }

    private Subscription now(Subscription one) {
        return sample.now(one.getId());
    }

    private List<String> actions(Subscription one) {
        List<String> actions = new ArrayList<>(audit.of("subscription", one.getId(), 100).stream()
                .map(AuditEntry::getAction)
                .toList());
        java.util.Collections.reverse(actions);
        return actions;
    }
}
