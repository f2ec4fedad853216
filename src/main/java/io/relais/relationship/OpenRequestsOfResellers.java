package io.relais.relationship;

import io.relais.partnership.ResellerTies;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Open requests that ask together with a reseller. Its name stands in what was sent: whoever accepts later is told that it is not possible. */
@Component
class OpenRequestsOfResellers implements ResellerTies {

    private final RelationshipRequests requests;

    OpenRequestsOfResellers(RelationshipRequests requests) {
        this.requests = requests;
    }

    @Override
    public String key() {
        return "requests";
    }

    @Override
    @Transactional(readOnly = true)
    public long count(UUID reseller) {
        return requests.countOpenWith(reseller);
    }

    @Override
    @Transactional(readOnly = true)
    public List<Tie> some(UUID reseller, int atMost) {
        return requests.openWith(reseller, atMost).stream()
                .map(request -> new Tie(request.company(), "/relationship-requests/" + request.id()))
                .toList();
    }
}
