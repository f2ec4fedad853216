package io.relais.counter.web;

import io.relais.invitation.RequestCard;
import io.relais.partnership.ResellerCard;
import io.relais.relationship.Invitee;
import io.relais.relationship.RelationshipRequests;
import io.relais.security.OutsidePerson;
import java.util.List;
import org.springframework.stereotype.Component;

/** What a person of a customer is asked for and has not answered. */
@Component
class CustomerAsked {

    /** @param reseller who asks together with the provider; null for the provider alone */
    record Asked(RequestCard<Invitee> request, String reseller) {}

    private final RelationshipRequests requests;

    CustomerAsked(RelationshipRequests requests) {
        this.requests = requests;
    }

    List<Asked> of(OutsidePerson person) {
        return requests.asking(person).stream()
                .map(request -> new Asked(
                        request,
                        requests.reseller(request.invitee())
                                .map(ResellerCard::company)
                                .orElse(null)))
                .toList();
    }
}
