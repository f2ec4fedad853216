package io.relais.relationship;

import static org.assertj.core.api.Assertions.assertThat;

import io.relais.customer.Customer;
import io.relais.customer.CustomerDetails;
import io.relais.customer.Customers;
import io.relais.invitation.InTheWay;
import io.relais.invitation.Invitation;
import io.relais.invitation.Problem;
import io.relais.invitation.RequestCard;
import io.relais.invitation.RequestScenarios;
import io.relais.invitation.RequestState;
import io.relais.order.SampleOrders;
import io.relais.partnership.Resellers;
import io.relais.security.OutsidePerson;
import io.relais.security.Side;
import io.relais.security.SignedInOutside;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

/** Every path of a relationship request, as staff and the customer's administrator walk it. */
class ResellerRelationshipProcessTests extends RequestScenarios<Invitee, Acceptance> {

    @Autowired
    RelationshipRequests requests;

    @Autowired
    Customers customers;

    @Autowired
    Resellers resellers;

    @Autowired
    ApplicationContext context;

    @Override
    protected RelationshipRequests requests() {
        return requests;
    }

    @Override
    protected Names kind() {
        return new Names(
                "reseller-relationship",
                "companyName",
                "acceptable",
                "NOT_ACCEPTED",
                "UserTask_SendRelationshipRequestAgain",
                "ServiceTask_RemindCustomer",
                "EndEvent_RelationshipEstablished",
                "establish_relationship",
                "relationship_request",
                "Demande de relation de Relais Distribution");
    }

    @Override
    protected Invitee invitee() {
        return invitee(null, false);
    }

    private static Invitee invitee(UUID reseller, boolean delegatedAdministration) {
        String unique = UUID.randomUUID().toString();
        return new Invitee(
                "Existing " + unique,
                unique + "@" + unique + ".example",
                "Clémence",
                "FR",
                "fr",
                reseller,
                delegatedAdministration,
                30);
    }

    @Override
    protected String token(UUID request) {
        return requests.demoToken(request);
    }

    @Override
    protected Optional<Invitation<Invitee, Acceptance>> accept(String token) {
        return requests.accept(token, acceptance(fresh()));
    }

    @Override
    protected void blocked(String token) {
        assertThat(requests.accept(token, acceptance(customer().getDetails().domainPrefix()))
                        .orElseThrow()
                        .state())
                .isEqualTo(RequestState.BLOCKED);
    }

    // ---- the relationship begins
    // ----------------------------------------------------------------------------------------------------

    @Test
    void listsTheCompanyWithItsResellerWhenItAccepts() {
        UUID reseller = reseller();
        UUID request = sentByHand(invitee(reseller, true));
        String domain = fresh();

        Invitation<Invitee, Acceptance> result = requests.accept(
                        token(request), new Acceptance(false, details(domain), List.of(domain + ".example"), null))
                .orElseThrow();

        assertThat(result.state()).isEqualTo(RequestState.ACTIVE);
        UUID id = requests.find(request).orElseThrow().party();
        Customer customer = customers.find(id).orElseThrow();
        assertThat(customer.getDetails().domain()).isEqualTo(domain + ".onmicrosoft.com");
        assertThat(customer.isDelegatedAdministration()).isTrue();
        assertThat(customer.getAgreement().firstName()).isEqualTo("Clémence");
        assertThat(customer.getAgreement().date()).isNotNull();
        assertThat(customers.resellersOf(id)).containsExactly(reseller);
        assertThat(customers.ownersOf(List.of(domain + ".EXAMPLE"))).containsExactly(id);
        assertThat(requests.of(id)).extracting(RequestCard::id).containsExactly(request);
        assertThat(history(request)).contains("accept_relationship", "establish_relationship");
        assertEnded(request, "EndEvent_RelationshipEstablished");
    }

    @Test
    void makesADirectCustomerWithoutAdministrationRightsWhenNoMoreIsAsked() {
        UUID request = sentByHand(invitee());
        accept(token(request));
        Customer customer =
                customers.find(requests.find(request).orElseThrow().party()).orElseThrow();
        assertThat(customers.resellersOf(customer.getId())).isEmpty();
        assertThat(customer.isDelegatedAdministration()).isFalse();
    }

    @Test
    void associatesACustomerOfOursThatTheRequestWasMadeFor() {
        Customer customer = customer();
        UUID reseller = reseller();
        UUID request = requests.start(customer.getId());
        requests.describe(request, forCustomer(customer, reseller));
        requests.done(request);

        Invitation<Invitee, Acceptance> seen = requests.view(token(request)).orElseThrow();
        assertThat(seen.answer().known()).isTrue();
        assertThat(seen.answer().details().addressLine1())
                .as("whoever holds the link does not see the address")
                .isNull();
        // Whatever is posted, the answer is that of the customer.
        requests.accept(token(request), acceptance(fresh()));

        assertThat(state(request)).isEqualTo(RequestState.ACTIVE);
        assertThat(requests.find(request).orElseThrow().party()).isEqualTo(customer.getId());
        assertThat(customers.resellersOf(customer.getId())).contains(reseller);
        assertThat(customers.find(customer.getId()).orElseThrow().getDetails()).isEqualTo(customer.getDetails());
    }

    // ---- something is in the way
    // ----------------------------------------------------------------------------------------------------

    @Test
    void refusesAnswersForSomebodyElsesDomainAndTellsStaff() {
        Customer customer = customer();
        UUID reseller = reseller();
        UUID request = sentByHand(invitee(reseller, true));

        for (Acceptance claim : List.of(
                acceptance(customer.getDetails().domainPrefix()),
                acceptance(customer.getDetails().domainPrefix().toUpperCase(java.util.Locale.ROOT)))) {
            assertThat(requests.accept(token(request), claim).orElseThrow().obstacles())
                    .containsExactly(Obstacle.DOMAIN_KNOWN);
        }

        assertThat(customers.resellersOf(customer.getId())).doesNotContain(reseller);
        assertThat(requests.strangers(request)).extracting(Customer::getId).containsExactly(customer.getId());
        assertThat(requests.needingAttention(500)).extracting(RequestCard::id).contains(request);
        assertThat(accept(token(request)).orElseThrow().state()).isEqualTo(RequestState.ACTIVE);
    }

    @Test
    void refusesAnOtherDomainThatBelongsToACustomer() {
        UUID first = sentByHand(invitee());
        String domain = fresh();
        requests.accept(token(first), new Acceptance(false, details(domain), List.of(domain + ".example"), null));
        UUID second = sentByHand(invitee());

        assertThat(requests.accept(
                                token(second),
                                new Acceptance(false, details(fresh()), List.of(domain + ".example"), null))
                        .orElseThrow()
                        .obstacles())
                .containsExactly(Obstacle.DOMAIN_KNOWN);
    }

    @Test
    void blocksWhenTheResellerMayNoLongerBeUsed() {
        UUID reseller = reseller();
        UUID request = sentByHand(invitee(reseller, false));
        database("update reseller set agreement_signed = false where id = ?", reseller);

        assertThat(accept(token(request)).orElseThrow().obstacles()).containsExactly(Obstacle.RESELLER_NOT_USABLE);

        database("update reseller set agreement_signed = true where id = ?", reseller);
        assertThat(accept(token(request)).orElseThrow().state()).isEqualTo(RequestState.ACTIVE);
    }

    // ---- never twice
    // ----------------------------------------------------------------------------------------------------------------

    @Test
    void showsTheOpenRequestInsteadOfRepeating() {
        Invitee invitee = invitee();
        UUID first = sentByHand(invitee);
        UUID second = requests.start();
        assertThat(requests.problems(second, invitee)).singleElement().satisfies(problem -> {
            assertThat(problem.key()).isEqualTo("invitation.problem.open");
            assertThat(problem.request()).isEqualTo(first);
        });
        requests.decline(token(first), null);
        assertThat(requests.problems(second, invitee)).isEmpty();
        requests.revoke(second);
    }

    @Test
    void showsTheCustomerThatHasThisRelationshipAlready() {
        UUID reseller = reseller();
        Invitee invitee = invitee(reseller, false);
        UUID request = sentByHand(invitee);
        String domain = invitee.email().substring(invitee.email().indexOf('@') + 1);
        requests.accept(token(request), new Acceptance(false, details(fresh()), List.of(domain), null));
        UUID customer = requests.find(request).orElseThrow().party();

        UUID again = requests.start();
        assertThat(requests.problems(again, invitee))
                .extracting(Problem::key)
                .containsExactly("relationship.problem.related");
        Invitee other =
                new Invitee(invitee.company(), invitee.email(), invitee.contact(), "FR", "fr", reseller(), false, 30);
        assertThat(requests.problems(again, other))
                .extracting(Problem::key)
                .containsExactly("relationship.problem.known");
        assertThat(requests.known(again, other)).map(Customer::getId).contains(customer);
        requests.start(customer);
        assertThat(requests.madeFor(again)).map(Customer::getId).contains(customer);
        assertThat(requests.problems(again, other)).isEmpty();
        requests.revoke(again);
    }

    @Test
    void letsOneOfTwoCompaniesHaveADomain() {
        UUID one = sentByHand(invitee());
        UUID other = sentByHand(invitee());
        String domain = fresh();
        assertThat(requests.accept(token(one), acceptance(domain)).orElseThrow().state())
                .isEqualTo(RequestState.ACTIVE);
        assertThat(requests.accept(token(other), acceptance(domain))
                        .orElseThrow()
                        .obstacles())
                .extracting(InTheWay::name)
                .containsExactly("DOMAIN_KNOWN");
    }

    @Test
    void associatesACompanyWithTheSecondResellerThatAsksItWhenItsAdministratorAnswers() {
        String email = fresh() + "@" + fresh() + ".example";
        UUID first = reseller();
        UUID second = reseller();
        UUID one = asked(first, email);
        UUID other = asked(second, email);
        String domain = fresh();
        SampleOrders.asNobody();

        assertThat(requests.accept(token(one), acceptance(domain)).orElseThrow().state())
                .isEqualTo(RequestState.ACTIVE);
        UUID customer = requests.find(one).orElseThrow().party();
        assertThat(customers.adminUserName(customer))
                .as("whoever was asked, though another address was typed")
                .isEqualTo(email);
        assertThat(requests.accept(token(other), acceptance(domain))
                        .orElseThrow()
                        .obstacles())
                .as("whoever has the link")
                .extracting(InTheWay::name)
                .containsExactly("DOMAIN_KNOWN");

        SecurityContextHolder.getContext()
                .setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                        new OutsidePerson(UUID.randomUUID(), Side.CUSTOMER, customer, email, true), null, List.of()));
        assertThat(requests.accept(token(other), acceptance(domain))
                        .orElseThrow()
                        .state())
                .isEqualTo(RequestState.ACTIVE);
        SampleOrders.asNobody();
        assertThat(customers.resellersOf(customer)).containsExactlyInAnyOrder(first, second);
        assertThat(requests.find(other).orElseThrow().party()).isEqualTo(customer);
    }

    private UUID asked(UUID by, String email) {
        SignedInOutside.work(by);
        UUID request = requests.startBy(by);
        requests.describe(request, new Invitee("Existing " + email, email, "Clémence", "FR", "fr", by, false, 30));
        requests.done(request);
        return request;
    }

    // ---- the text
    // -------------------------------------------------------------------------------------------------------------------

    @Test
    void writesTheTextAnewWhenSomethingElseIsAskedFor() {
        UUID reseller = reseller();
        UUID request = described(invitee(reseller, true));
        String text = requests.message(request).body();
        assertThat(text)
                .contains(
                        "administration déléguée",
                        resellers.find(reseller).orElseThrow().company());
        requests.write(request, "Sujet", text + "\nÀ bientôt");

        Invitee before = requests.find(request).orElseThrow().invitee();
        requests.describe(
                request, new Invitee(before.company(), before.email(), "Zoé", "FR", "fr", reseller, true, 10));
        assertThat(requests.message(request).body()).as("what staff wrote").contains("À bientôt");

        requests.describe(request, new Invitee(before.company(), before.email(), "Zoé", "FR", "fr", null, false, 10));
        assertThat(requests.message(request).body())
                .contains("Bonjour Zoé")
                .doesNotContain("À bientôt", "administration déléguée");
    }

    // ---- small things
    // ---------------------------------------------------------------------------------------------------------------

    private UUID reseller() {
        return new SampleOrders(context).activeReseller("Reseller " + fresh());
    }

    /** A company that has accepted. */
    private Customer customer() {
        UUID request = sentByHand(invitee());
        requests.accept(token(request), acceptance(fresh()));
        return customers.find(requests.find(request).orElseThrow().party()).orElseThrow();
    }

    private static Invitee forCustomer(Customer customer, UUID reseller) {
        return new Invitee(
                customer.getDetails().companyName(),
                UUID.randomUUID() + "@known.example",
                "Clémence Durand",
                customer.getDetails().country(),
                "fr",
                reseller,
                false,
                30);
    }

    private static Acceptance acceptance(String domain) {
        return new Acceptance(false, details(domain), List.of(), null);
    }

    private static CustomerDetails details(String domain) {
        return new CustomerDetails(
                "Existing " + domain,
                domain,
                "FR",
                "1 rue de la Paix",
                null,
                "Paris",
                null,
                "75002",
                "Clémence",
                "Durand",
                "clemence@" + domain + ".example",
                null,
                "fr",
                "fr-FR",
                null);
    }

    private static String fresh() {
        return SampleOrders.freshDomain();
    }
}
