package io.relais.partnership;

import static org.assertj.core.api.Assertions.assertThat;

import io.relais.customer.Customers;
import io.relais.order.OrderState;
import io.relais.order.OrderView;
import io.relais.order.Orders;
import io.relais.order.SampleOrders;
import io.relais.subscription.Subscription;
import io.relais.subscription.SubscriptionChanges;
import io.relais.subscription.Subscriptions;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.validation.BindingResult;
import org.springframework.validation.Errors;
import org.springframework.validation.ObjectError;

/** How a partnership is flagged and ends, also when two people act at once; told on both databases. */
abstract class PartnershipRemovalScenarios {

    private static final String REMOVED = "partnership.obstacle.PARTNERSHIP_REMOVED";

    @Autowired
    ApplicationContext context;

    @Autowired
    Resellers resellers;

    @Autowired
    PartnershipRequests requests;

    @Autowired
    Orders orders;

    @Autowired
    Customers customers;

    @Autowired
    PlatformTransactionManager transactions;

    private final String company = "Éclipse & Fils " + SampleOrders.freshDomain();
    private SampleOrders samples;
    private UUID reseller;

    @BeforeEach
    void aPartner() {
        samples = new SampleOrders(context);
        reseller = samples.activeReseller(company);
        SampleOrders.as("sam");
    }

    @AfterEach
    void signOut() {
        SampleOrders.asNobody();
    }

    @Test
    void refusesEverythingNewAfterwardsAndKeepsTheHistory() {
        assertThat(removal("Contract ended.", company)).isEmpty();

        assertThat(resellers.find(reseller).orElseThrow().state()).isEqualTo(ResellerState.REMOVED);
        assertThat(resellers.obstacles(reseller)).containsExactly(REMOVED);
        assertThat(resellers.selectable(company, 5)).isEmpty();
        assertThat(resellers.removed(reseller).orElseThrow())
                .extracting(Resellers.Removed::by, Resellers.Removed::reason)
                .containsExactly("sam", "Contract ended.");
        assertThat(resellers.history(reseller))
                .extracting(line -> line.getAction() + " " + line.getActor() + " " + line.getNewValue())
                .contains("remove_partner_relationship sam Contract ended.");
    }

    @Test
    void listsTheRemovedOneOnlyWhenAskedFor() {
        removal("Contract ended.", company);
        assertThat(listed(null)).isEmpty();
        assertThat(listed(ResellerState.REMOVED)).containsExactly(reseller);
        assertThat(resellers.choice(company, null, true).options())
                .extracting(ResellerCard::id)
                .containsExactly(reseller);
    }

    @Test
    void wantsAReasonAndTheCompanysName() {
        assertThat(removal(" ", "Somebody else"))
                .containsExactlyInAnyOrder("partnership.problem.reason", "partnership.removal.confirmation.wrong");
        assertThat(removal("x".repeat(501), null))
                .containsExactlyInAnyOrder("invitation.problem.tooLong", "partnership.removal.confirmation.wrong");
        assertThat(resellers.find(reseller).orElseThrow().active()).isTrue();
        assertThat(removal("Enough.", "  ECLIPSE &  fils " + company.substring(15)))
                .as("case, accents and blanks do not matter")
                .isEmpty();
    }

    @Test
    void refusesAnOrderThatWasAtReviewWithTheReason() {
        UUID order = samples.atReview("Client " + company, SampleOrders.freshDomain(), reseller, onRecord());
        SampleOrders.as("sofia", () -> removal("Contract ended.", company));

        OrderView review = orders.find(order).orElseThrow();
        assertThat(codes(review.detailProblems().getAllErrors())).contains(REMOVED);
        assertThat(codes(review.selectionProblems().getAllErrors())).contains(REMOVED);

        orders.submit(order);
        OrderView refused = orders.find(order).orElseThrow();
        assertThat(refused.state()).isEqualTo(OrderState.DRAFT);
        assertThat(refused.refused()).isTrue();
        assertThat(refused.customerId()).isNull();
    }

    @Test
    void doesNotPlaceAnOrderThatWasSubmittedBefore() {
        UUID order = samples.submitted("Client " + company, SampleOrders.freshDomain(), reseller, onRecord());
        SampleOrders.as("sofia", () -> removal("Contract ended.", company));

        samples.runJob(order);
        OrderView refused = orders.find(order).orElseThrow();
        assertThat(refused.state()).isEqualTo(OrderState.DRAFT);
        assertThat(refused.refused()).isTrue();
        assertThat(refused.customerId()).isNull();
    }

    @Test
    void keepsCustomersWhereTheyAreUnlessTheyAreGivenAway() {
        UUID customer = customer();
        assertThat(resellers.ties(reseller))
                .filteredOn(kind -> kind.key().equals("customers"))
                .singleElement()
                .satisfies(kind -> {
                    assertThat(kind.count()).isEqualTo(1);
                    assertThat(kind.some())
                            .extracting(ResellerTies.Tie::page)
                            .containsExactly("/customers/" + customer);
                });
        assertThat(removal("Contract ended.", company)).isEmpty();
        assertThat(customers.resellersOf(customer)).containsExactly(reseller);
        assertThat(resellers.history(reseller))
                .extracting(line -> line.getAction() + " " + line.getNewValue())
                .contains("keep_customers 1");
    }

    @Test
    void givesCustomersToAnotherReseller() {
        UUID customer = customer();
        UUID heir = samples.activeReseller("Heir " + company);
        assertThat(removal("Sold.", Removal.Fate.GIVE, heir)).isEmpty();
        assertThat(customers.resellersOf(customer)).containsExactly(heir);
        assertThat(resellers.history(reseller))
                .extracting(line -> line.getAction() + " " + line.getOldValue() + " " + line.getNewValue())
                .contains("reassign_customers 1 1 → Heir " + company);
    }

    @Test
    void givesCustomersToNobody() {
        UUID customer = customer();
        assertThat(removal("Sold.", Removal.Fate.NOBODY, null)).isEmpty();
        assertThat(customers.resellersOf(customer)).isEmpty();
    }

    @Test
    void givesToNobodyWhoCouldNotTakeIt() {
        UUID customer = customer();
        UUID heir = samples.activeReseller("Heir " + company);
        resellers.remove(
                heir, new Removal("x", "Heir " + company, null, null), SampleOrders.nothingWrong(new Object()));

        assertThat(removal("Sold.", Removal.Fate.GIVE, null)).contains("partnership.removal.heir.missing");
        assertThat(removal("Sold.", Removal.Fate.GIVE, reseller)).contains("partnership.removal.heir.missing");
        assertThat(removal("Sold.", Removal.Fate.GIVE, UUID.randomUUID())).contains("partnership.obstacle.NOT_ACTIVE");
        assertThat(removal("Sold.", Removal.Fate.GIVE, heir)).contains(REMOVED);
        assertThat(removal("Sold.", Removal.Fate.KEEP, heir)).contains("partnership.removal.heir.unused");
        assertThat(removal("Sold.", null, null)).contains("partnership.removal.fate.missing");
        assertThat(customers.resellersOf(customer)).containsExactly(reseller);
        assertThat(resellers.find(reseller).orElseThrow().active()).isTrue();
    }

    @Test
    void endsTheLinkThatSaysThePartnershipIsActive() {
        String token = SampleOrders.invited(requests, "Twin " + company, SampleOrders.freshDomain() + "@twin.example");
        requests.authorize(
                token,
                new Answer("Twin " + company, "FR", "58" + Math.abs(company.hashCode() % 99999), "R", true, true));
        assertThat(requests.view(token)).isPresent();
        UUID twin = resellers.selectable("Twin " + company, 1).get(0).id();
        resellers.remove(twin, new Removal("x", "Twin " + company, null, null), SampleOrders.nothingWrong("x"));
        assertThat(requests.view(token)).isEmpty();
    }

    @Test
    void canBeRequestedAnewAndAcceptedAgain() {
        ResellerCard before = resellers.find(reseller).orElseThrow();
        flag(ComplianceFlag.SUSPENDED, "Invoices.");
        flag(ComplianceFlag.ENROLLMENT_LOST, "Revenue.");
        removal("Contract ended.", company);

        String token = SampleOrders.invited(requests, company, before.email());
        ResellerCard invited = resellers.find(reseller).orElseThrow();
        assertThat(invited.state()).isEqualTo(ResellerState.INVITED);
        assertThat(invited.partnershipSince()).isNull();

        requests.authorize(token, new Answer(company, "FR", before.partnerId(), "Remi Revel", true, true));
        assertThat(resellers.find(reseller).orElseThrow().active()).isTrue();
        assertThat(resellers.obstacles(reseller))
                .as("what the answer says counts anew; the suspension is ours to lift")
                .containsExactly("partnership.obstacle.SUSPENDED");
        assertThat(requests.of(reseller)).hasSize(2);
        assertThat(resellers.history(reseller))
                .extracting(line -> line.getAction())
                .contains("remove_partner_relationship");
    }

    @Test
    void refusesWhateverIsFlaggedUntilItIsLifted() {
        for (ComplianceFlag flag : ComplianceFlag.values()) {
            assertThat(flag(flag, "Because.")).isEmpty();
            assertThat(resellers.obstacles(reseller))
                    .containsExactly(flag.obstacle().key());
            assertThat(resellers.selectable(company, 5)).isEmpty();
            assertThat(flag(flag, "Twice.")).containsExactly("partnership.compliance.setAlready");
            assertThat(check(
                            ComplianceChange.Finding.LIFT, flag, LocalDate.now().minusDays(9), "Gone."))
                    .containsExactly("partnership.compliance.before");
            assertThat(check(ComplianceChange.Finding.LIFT, flag, LocalDate.now(), "Gone."))
                    .isEmpty();
            assertThat(check(ComplianceChange.Finding.LIFT, flag, LocalDate.now(), "Gone."))
                    .containsExactly("partnership.compliance.liftedAlready");
            assertThat(resellers.obstacles(reseller)).isEmpty();
        }
        assertThat(resellers.history(reseller))
                .extracting(line -> line.getAction())
                .contains("flag_SUSPENDED", "lift_SUSPENDED", "flag_ENROLLMENT_LOST", "lift_AGREEMENT_MISSING");
    }

    @Test
    void refusesANewOrderWithAFlaggedReseller() {
        flag(ComplianceFlag.AGREEMENT_MISSING, "Not signed for Europe.");
        UUID order = samples.started(reseller);
        BindingResult errors =
                SampleOrders.nothingWrong(SampleOrders.page1("Client", SampleOrders.freshDomain(), reseller));
        orders.enterDetails(order, SampleOrders.page1("Client", SampleOrders.freshDomain(), reseller), errors);
        assertThat(codes(errors.getAllErrors())).containsExactly("partnership.obstacle.AGREEMENT_MISSING");
    }

    @Test
    void notesWhoCheckedLast() {
        assertThat(check(ComplianceChange.Finding.UNCHANGED, null, null, null)).isEmpty();
        Compliance compliance = resellers.compliance(reseller).orElseThrow();
        assertThat(compliance.checkedBy()).isEqualTo("sam");
        assertThat(compliance.enrolled()).isTrue();
        assertThat(compliance.agreementSigned()).isTrue();
    }

    @Test
    void leafsThroughNamesWithoutRegardToAccents() {
        String mark = SampleOrders.freshDomain();
        for (String name : List.of("Zebra", "Édouard", "Eclat", "Œuvre", "Ödland", "Straße")) {
            samples.activeReseller(name + " " + mark);
        }
        assertThat(resellers.selectable(mark, 10))
                .extracting(card -> card.company().split(" ")[0])
                .containsExactly("Eclat", "Édouard", "Ödland", "Œuvre", "Straße", "Zebra");
        assertThat(resellers.selectable("EDOUARD " + mark, 10)).hasSize(1);
        assertThat(resellers.selectable("strasse " + mark, 10)).hasSize(1);
    }

    // ---- at the same moment

    @Test
    void letsOneOfTwoPeopleRemoveIt() {
        CountDownLatch start = new CountDownLatch(1);
        List<CompletableFuture<List<String>>> both = Stream.of("sam", "sofia")
                .map(person -> CompletableFuture.supplyAsync(() -> {
                    await(start);
                    return SampleOrders.as(person, () -> removal("By " + person, company));
                }))
                .toList();
        start.countDown();
        assertThat(both.stream().map(CompletableFuture::join).toList())
                .containsExactlyInAnyOrder(List.of(), List.of("partnership.removal.notActive"));
        assertThat(resellers.history(reseller))
                .filteredOn(line -> line.getAction().equals("remove_partner_relationship"))
                .hasSize(1);
    }

    @Test
    void waitsForSomebodyWhoIsJustAssociatingIt() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Void> associating = CompletableFuture.runAsync(
                () -> new TransactionTemplate(transactions).executeWithoutResult(transaction -> {
                    assertThat(resellers.obstacles(reseller)).isEmpty();
                    asked.countDown();
                    await(goOn);
                    assertThat(resellers.obstacles(reseller))
                            .as("still true at the end of the transaction")
                            .isEmpty();
                }));
        await(asked);
        CompletableFuture<List<String>> removing = CompletableFuture.supplyAsync(
                () -> SampleOrders.as("sofia", () -> removal("Contract ended.", company)));
        assertThat(removing).failsWithin(java.time.Duration.ofMillis(700));
        goOn.countDown();
        associating.get(30, TimeUnit.SECONDS);
        assertThat(removing.get(30, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void refusesSomebodyWhoAssociatesItWhileItIsBeingRemoved() throws Exception {
        AtomicReference<CompletableFuture<Set<String>>> asking = new AtomicReference<>();
        new TransactionTemplate(transactions).executeWithoutResult(transaction -> {
            assertThat(removal("Contract ended.", company)).isEmpty();
            asking.set(CompletableFuture.supplyAsync(
                    () -> new TransactionTemplate(transactions).execute(other -> resellers.obstacles(reseller))));
            assertThat(asking.get()).failsWithin(java.time.Duration.ofMillis(700));
        });
        assertThat(asking.get().get(30, TimeUnit.SECONDS)).containsExactly(REMOVED);
    }

    @Test
    void findsTheCustomerFreeHoweverManyWaitToChangeSomethingOfIt() throws Exception {
        UUID customer = customer();
        UUID added = samples.reviewedFor(customer, onRecord());
        orders.submit(added);
        Subscriptions subscriptions = context.getBean(Subscriptions.class);
        SubscriptionChanges changes = context.getBean(SubscriptionChanges.class);
        Subscription one = subscriptions.ofCustomer(customer).get(0);
        changes.putOnRecord(one.getId(), one.getVersion(), reseller, nothing());
        UUID id = one.getId();
        long seen = subscriptions.find(id).orElseThrow().getVersion();

        for (Runnable change : List.<Runnable>of(
                () -> changes.setLicenses(id, seen, "12", nothing()),
                () -> changes.putOnRecord(id, seen, reseller, nothing()),
                () -> changes.nameSupportContact(id, seen, reseller, nothing()),
                () -> samples.runJob(added))) {
            AtomicReference<CompletableFuture<Void>> changing = new AtomicReference<>();
            new TransactionTemplate(transactions).executeWithoutResult(transaction -> {
                locked("reseller", reseller);
                changing.set(CompletableFuture.runAsync(() -> SampleOrders.as("ada", () -> {
                    change.run();
                    return null;
                })));
                assertThat(changing.get()).failsWithin(java.time.Duration.ofMillis(700));
                locked("customer", customer);
            });
            changing.get().get(30, TimeUnit.SECONDS);
        }
        assertThat(orders.find(added).orElseThrow().state()).isEqualTo(OrderState.PLACED);
    }

    private void locked(String table, UUID id) {
        assertThat(context.getBean(JdbcClient.class)
                        .sql("select id from " + table + " where id = ? for update")
                        .param(id)
                        .query()
                        .listOfRows())
                .hasSize(1);
    }

    private static Errors nothing() {
        return new org.springframework.validation.MapBindingResult(new java.util.HashMap<>(Map.of()), "form");
    }

    @Test
    void sendsNobodyToAFormerPartnerForSupport() {
        UUID customer = customer();
        Subscriptions subscriptions = context.getBean(Subscriptions.class);
        Subscription one = subscriptions.ofCustomer(customer).get(0);
        context.getBean(SubscriptionChanges.class)
                .nameSupportContact(one.getId(), one.getVersion(), reseller, nothing());
        Map<String, Removal.Fate> fates = fates();
        assertThat(fates).containsEntry("support-contact", Removal.Fate.NOBODY);
        fates.put("support-contact", Removal.Fate.KEEP);
        assertThat(removal(new Removal("Sold.", company, fates, null)))
                .containsExactly("partnership.removal.fate.missing");

        assertThat(removal(new Removal("Sold.", company, fates(), null))).isEmpty();
        assertThat(subscriptions.find(one.getId()).orElseThrow().getSupportContactId())
                .as("the provider itself")
                .isNull();
        assertThat(customers.resellersOf(customer)).as("who manages it stays").containsExactly(reseller);
    }

    // ---- small things

    private io.relais.order.OrderLine onRecord() {
        return new io.relais.order.OrderLine(
                samples.offer(SampleOrders.BASIC, "P1Y", "annual").offerId(), "10", reseller);
    }

    private List<UUID> listed(ResellerState state) {
        return resellers.list(new ResellerFilter(company, state, null), null, null, 5).rows().stream()
                .map(ResellerCard::id)
                .toList();
    }

    private List<String> flag(ComplianceFlag flag, String reason) {
        return check(ComplianceChange.Finding.SET, flag, LocalDate.now(), reason);
    }

    private List<String> check(ComplianceChange.Finding finding, ComplianceFlag flag, LocalDate since, String reason) {
        ComplianceChange change = new ComplianceChange(finding, flag, since, reason);
        BindingResult errors =
                new org.springframework.validation.MapBindingResult(new java.util.HashMap<>(Map.of()), "form");
        resellers.check(reseller, change, errors);
        return codes(errors.getAllErrors());
    }

    private UUID customer() {
        UUID order = samples.placed("Client " + company, SampleOrders.freshDomain(), reseller);
        return orders.find(order).orElseThrow().customerId();
    }

    private List<String> removal(String reason, Removal.Fate customers, UUID heir) {
        Map<String, Removal.Fate> fates = fates();
        fates.put("customers", customers);
        Map<String, UUID> heirs = new java.util.HashMap<>();
        heirs.put("customers", heir);
        return removal(new Removal(reason, company, fates, heirs));
    }

    private List<String> removal(String reason, String confirmation) {
        return removal(new Removal(reason, confirmation, fates(), null));
    }

    private List<String> removal(Removal form) {
        BindingResult errors = SampleOrders.nothingWrong(form);
        resellers.remove(reseller, form, errors);
        return codes(errors.getAllErrors());
    }

    private Map<String, Removal.Fate> fates() {
        Map<String, Removal.Fate> fates = new java.util.HashMap<>();
        resellers
                .ties(reseller)
                .forEach(kind -> fates.put(kind.key(), kind.stays() ? Removal.Fate.KEEP : Removal.Fate.NOBODY));
        return fates;
    }

    private static List<String> codes(List<ObjectError> errors) {
        return errors.stream().map(ObjectError::getCode).toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
