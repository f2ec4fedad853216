package io.relais.subscription;

import static io.relais.subscription.SampleSubscriptions.errors;
import static io.relais.subscription.SampleSubscriptions.fine;
import static io.relais.subscription.SampleSubscriptions.later;
import static io.relais.subscription.SampleSubscriptions.turnTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.relais.RelaisTest;
import io.relais.customer.SampleCustomers;
import io.relais.order.SampleOrders;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.validation.Errors;

/** The ledger: what happened stands in it, and the days add up to what the customer paid. */
@RelaisTest
class ChargesTests {

    private static final LocalDate EARLY = LocalDate.of(2000, 1, 1);
    private static final LocalDate LATE = LocalDate.of(2100, 1, 1);

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Charges charges;

    @Autowired
    private SubscriptionChanges changes;

    @Autowired
    private Lifecycle lifecycle;

    @Autowired
    private JdbcTemplate database;

    @Autowired
    private TransactionTemplate transaction;

    private SampleSubscriptions sample;

    @BeforeEach
    void signIn() {
        sample = new SampleSubscriptions(context);
        SampleOrders.as("sam");
        turnTo(Instant.parse("2029-04-10T12:00:00Z"));
    }

    @AfterEach
    void signOut() {
        SampleOrders.asNobody();
    }

    @Test
    void holdWhatTheCustomerPaidInTheEnd() {
        UUID nuage = new SampleCustomers(context).reseller(0);
        Subscription one = sample.start(sample.customer(null), SampleOrders.PREMIUM, "P1Y", "annual", 10, nuage);
        later(Duration.ofHours(30));
        BigDecimal added = changes.quote(one.getId(), "14").amount();
        setLicenses(one, "14");
        later(Duration.ofHours(30));
        BigDecimal back = changes.quote(one.getId(), "12").amount();
        setLicenses(one, "12");
        later(Duration.ofHours(30));
        BigDecimal refund = changes.refund(one.getId());
        Errors errors = errors();
        changes.cancel(one.getId(), version(one), true, errors);
        fine(errors);

        List<Charge> booked = of(one);
        assertThat(booked)
                .extracting(Charge::getKind, Charge::getLicenses, charge -> charge.getFromDay()
                        .toString())
                .containsExactly(
                        tuple(Charge.Kind.START, 10, "2029-04-10"),
                        tuple(Charge.Kind.ADDITION, 4, "2029-04-12"),
                        tuple(Charge.Kind.REDUCTION, -2, "2029-04-13"),
                        tuple(Charge.Kind.CANCELLATION, -12, "2029-04-14"));
        assertThat(booked).allSatisfy(charge -> {
            assertThat(charge.getMarket()).isEqualTo("FR");
            assertThat(charge.getCategory()).isEqualTo("Small business");
            assertThat(charge.getOnRecordId()).isEqualTo(nuage);
            assertThat(charge.isRenewal()).isFalse();
        });
        BigDecimal paid = one.getUnitPrice()
                .multiply(BigDecimal.TEN)
                .add(added)
                .subtract(back)
                .subtract(refund);
        assertThat(total(booked).subtract(paid).abs()).isLessThanOrEqualTo(new BigDecimal("0.02"));
    }

    @Test
    void tellANewTermFromTheFirstOne() {
        Subscription one = sample.start(sample.customer(null), SampleOrders.PREMIUM, "P1M", "monthly", 3, null);
        turnTo(one.getTermEndsAt().plus(Duration.ofDays(40)));
        lifecycle.run();

        assertThat(of(one))
                .extracting(Charge::getKind, Charge::isRenewal, Charge::getFromDay, Charge::getUntilDay)
                .containsExactly(
                        tuple(Charge.Kind.START, false, LocalDate.of(2029, 4, 10), LocalDate.of(2029, 5, 10)),
                        tuple(Charge.Kind.RENEWAL, true, LocalDate.of(2029, 5, 10), LocalDate.of(2029, 6, 10)),
                        tuple(Charge.Kind.RENEWAL, true, LocalDate.of(2029, 6, 10), LocalDate.of(2029, 7, 10)));
        assertThat(charges.changedSince(
                        Instant.parse("2029-06-01T00:00:00Z"), LocalDate.of(2029, 5, 1), LocalDate.of(2029, 6, 1)))
                .isTrue();
    }

    @Test
    void bookATrialOnlyOnceItIsPaid() {
        Subscription trial = sample.start(sample.customer(null), SampleSubscriptions.TRIAL, "P1M", "none", 25, null);
        assertThat(of(trial)).isEmpty();
        later(Duration.ofDays(3));
        Errors errors = errors();
        changes.convert(
                trial.getId(),
                version(trial),
                changes.conversions(trial.getId()).get(0).offerId(),
                "30",
                errors);
        fine(errors);

        assertThat(of(trial))
                .extracting(Charge::getKind, Charge::getLicenses, Charge::isRenewal)
                .containsExactly(tuple(Charge.Kind.CONVERSION, 30, false));
    }

    @Test
    void areFilledInForSubscriptionsThatWereThereBefore() {
        UUID nuage = new SampleCustomers(context).reseller(0);
        Subscription one = sample.start(sample.customer(null), SampleOrders.PREMIUM, "P1Y", "annual", 10, nuage);
        later(Duration.ofHours(30));
        setLicenses(one, "14");
        later(Duration.ofHours(30));
        Errors errors = errors();
        changes.putOnRecord(one.getId(), version(one), null, errors);
        fine(errors);
        later(Duration.ofHours(30));
        setLicenses(one, "15");
        List<Charge> booked = of(one);
        assertThat(booked).extracting(Charge::getOnRecordId).containsExactly(nuage, nuage, null);

        transaction.executeWithoutResult(status -> {
            database.update("delete from subscription_charge");
            ChargeMigration.fill(database);
            assertThat(of(one))
                    .usingRecursiveComparison()
                    .ignoringFields("id", "bookedAt", "happenedAt")
                    .isEqualTo(booked);
            status.setRollbackOnly();
        });
        assertThat(of(one)).hasSize(3);
    }

    @Test
    void haveTheCategoryThatTheOfferWasLastSoldWith() {
        Subscription one = sample.start(sample.customer(null), SampleOrders.PREMIUM, "P1M", "monthly", 3, null);
        database.update("update offer set category = 'Renamed' where id = ?", one.getOfferId());
        try {
            turnTo(one.getTermEndsAt().plus(Duration.ofHours(30)));
            lifecycle.run();
            setLicenses(one, "5");
        } finally {
            database.update("update offer set category = 'Small business' where id = ?", one.getOfferId());
        }
        assertThat(of(one))
                .extracting(Charge::getKind, Charge::getCategory)
                .containsExactly(
                        tuple(Charge.Kind.START, "Small business"),
                        tuple(Charge.Kind.RENEWAL, "Renamed"),
                        tuple(Charge.Kind.ADDITION, "Renamed"));
    }

    private void setLicenses(Subscription one, String total) {
        Errors errors = errors();
        changes.setLicenses(one.getId(), version(one), total, errors);
        fine(errors);
    }

    private Long version(Subscription one) {
        return sample.now(one.getId()).getVersion();
    }

    private List<Charge> of(Subscription one) {
        return charges.of(Set.of(one.getId()), EARLY, LATE).stream()
                .sorted(Comparator.comparing(Charge::getFromDay).thenComparing(Charge::getHappenedAt))
                .toList();
    }

    private static BigDecimal total(List<Charge> booked) {
        return booked.stream()
                .map(charge -> charge.getUnitPrice()
                        .multiply(BigDecimal.valueOf(charge.getLicenses()
                                * charge.getFromDay()
                                        .datesUntil(charge.getUntilDay())
                                        .count()))
                        .divide(BigDecimal.valueOf(charge.getTermDays()), 6, RoundingMode.HALF_UP))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
