package io.relais.partnership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relais.invitation.Invitation;
import io.relais.invitation.RequestCard;
import io.relais.invitation.RequestScenarios;
import io.relais.invitation.RequestState;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Every path of a partnership request, as staff and the reseller walk it. */
class PartnershipRequestProcessTests extends RequestScenarios<Invitee, Answer> {

    private static int lastPartnerId = 5_400_500;

    @Autowired
    PartnershipRequests requests;

    @Autowired
    Resellers resellers;

    @Override
    protected PartnershipRequests requests() {
        return requests;
    }

    @Override
    protected Names kind() {
        return new Names(
                "partnership-request",
                "resellerName",
                "eligible",
                "NOT_AUTHORIZED",
                "UserTask_SendPartnershipRequestAgain",
                "ServiceTask_RemindReseller",
                "EndEvent_PartnershipActive",
                "create_partner_relationship",
                "partnership_request",
                "Demande de partenariat de Relais Distribution");
    }

    @Override
    protected Invitee invitee() {
        String unique = UUID.randomUUID().toString();
        return new Invitee("Contoso " + unique, unique + "@contoso.example", "Clémence", "FR", "fr", null, 30);
    }

    @Override
    protected String token(UUID request) {
        return requests.demoToken(request);
    }

    @Override
    protected Optional<Invitation<Invitee, Answer>> accept(String token) {
        return requests.authorize(token, answer(freshPartnerId()));
    }

    @Override
    protected void blocked(String token) {
        requests.authorize(token, new Answer("Contoso", "FR", null, "C", true, true));
    }

    @Override
    protected void assertEndedElsewhere(UUID request) {
        assertThat(reseller(request).state().name()).isEqualTo(state(request).name());
    }

    @Test
    void beginsThePartnershipWhenTheResellerAccepts() {
        UUID request = sentByHand(invitee());
        assertThat(state(request)).isEqualTo(RequestState.SENT);
        UUID reseller = requests.find(request).orElseThrow().party();
        assertThat(resellers.find(reseller).orElseThrow().state()).isEqualTo(ResellerState.INVITED);
        assertThat(resellers.obstacles(reseller)).containsExactly("partnership.obstacle.NOT_ACTIVE");

        Invitation<Invitee, Answer> result =
                requests.authorize(token(request), answer("5400001")).orElseThrow();

        assertThat(result.state()).isEqualTo(RequestState.ACTIVE);
        assertThat(state(request)).isEqualTo(RequestState.ACTIVE);
        ResellerCard partner = resellers.find(reseller).orElseThrow();
        assertThat(partner.active()).isTrue();
        assertThat(partner.partnerId()).isEqualTo("5400001");
        assertThat(partner.partnershipSince()).isNotNull();
        assertThat(resellers.obstacles(reseller)).isEmpty();
        assertEnded(request, "EndEvent_PartnershipActive");
        assertThat(history(request)).contains("create_partner_relationship", "send_partnership_request");
    }

    @Test
    void correctsTheDetailsFromTheSendingStep() {
        UUID request = described(invitee());
        Invitee corrected =
                new Invitee("Corrected " + request, request + "@corrected.example", "Corinne", "BE", "fr", null, 10);
        requests.describe(request, corrected);
        assertThat(requests.message(request).body()).contains("Bonjour Corinne");
        assertThat(taskOf(request).getName()).contains("Corrected");
    }

    @Test
    void asksAgainWhenSomethingIsMissing() {
        UUID request = sentByHand(invitee());

        Invitation<Invitee, Answer> blocked = requests.authorize(
                        token(request), new Answer("Contoso SARL", "ZZ", null, "Clara", false, false))
                .orElseThrow();

        assertThat(blocked.state()).isEqualTo(RequestState.BLOCKED);
        assertThat(blocked.obstacles())
                .containsExactlyInAnyOrder(
                        Obstacle.NOT_ENROLLED,
                        Obstacle.AGREEMENT_MISSING,
                        Obstacle.PARTNER_ID_MISSING,
                        Obstacle.OTHER_REGION);
        assertThat(requests.needingAttention(500)).extracting(RequestCard::id).contains(request);

        assertThat(requests.authorize(token(request), answer("5400003"))
                        .orElseThrow()
                        .state())
                .isEqualTo(RequestState.ACTIVE);
    }

    @Test
    void refusesAPartnerIdThatBelongsToAnotherReseller() {
        UUID first = sentByHand(invitee());
        requests.authorize(token(first), answer("5400004"));
        UUID second = sentByHand(invitee());

        assertThat(requests.authorize(token(second), answer("5400004"))
                        .orElseThrow()
                        .obstacles())
                .containsExactly(Obstacle.PARTNER_ID_TAKEN);
        assertThat(requests.authorize(token(second), answer("4300001"))
                        .orElseThrow()
                        .obstacles())
                .containsExactly(Obstacle.PARTNER_ID_OWN);
    }

    @Test
    void asksTheSameResellerAgainAfterwards() {
        Invitee invitee = invitee();
        UUID first = sentByHand(invitee);
        requests.decline(token(first), null);

        UUID second = sentByHand(invitee);

        assertThat(requests.find(second).orElseThrow().party())
                .isEqualTo(requests.find(first).orElseThrow().party());
        assertThat(reseller(second).state()).isEqualTo(ResellerState.INVITED);
        assertThat(requests.of(reseller(second).id()))
                .extracting(RequestCard::id)
                .containsExactly(second, first);
    }

    @Test
    void showsTheOpenRequestOrThePartnerInsteadOfRepeating() {
        Invitee invitee = invitee();
        UUID first = sentByHand(invitee);
        UUID second = requests.start();

        assertThat(requests.problems(second, invitee)).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo("email");
            assertThat(problem.key()).isEqualTo("invitation.problem.open");
            assertThat(problem.request()).isEqualTo(first);
        });
        assertThatThrownBy(() -> requests.describe(second, invitee)).isInstanceOf(IllegalArgumentException.class);

        requests.authorize(token(first), answer("5400007"));
        assertThat(requests.problems(second, invitee)).singleElement().satisfies(problem -> assertThat(problem.key())
                .isEqualTo("partnership.problem.partner"));
        Invitee sameId = new Invitee("Other", UUID.randomUUID() + "@other.example", "O", "FR", "fr", "5400007", 30);
        assertThat(requests.problems(second, sameId)).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo("partnerId");
            assertThat(problem.request()).isEqualTo(first);
        });
        requests.revoke(second);
    }

    private static Answer answer(String partnerId) {
        return new Answer("Contoso SARL", "FR", partnerId, "Clémence Durand", true, true);
    }

    private static synchronized String freshPartnerId() {
        return String.valueOf(++lastPartnerId);
    }

    private ResellerCard reseller(UUID request) {
        return resellers.find(requests.find(request).orElseThrow().party()).orElseThrow();
    }
}
