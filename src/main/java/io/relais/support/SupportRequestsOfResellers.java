package io.relais.support;

import io.relais.customer.AssociationEnd;
import io.relais.partnership.ResellerTies;
import java.util.List;
import java.util.UUID;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The support requests that a reseller works on, when the partnership with it is removed or it manages the customer no more. Customers come
 * before them in the removal, so that their rows are locked before those of requests.
 */
@Component
class SupportRequestsOfResellers implements ResellerTies.Reassignable, AssociationEnd {

    private final SupportRepository repository;
    private final SupportRequests requests;

    SupportRequestsOfResellers(SupportRepository repository, @Lazy SupportRequests requests) {
        this.repository = repository;
        this.requests = requests;
    }

    @Override
    public String key() {
        return "support-requests";
    }

    @Override
    @Transactional(readOnly = true)
    public long count(UUID reseller) {
        return repository.countWithReseller(reseller);
    }

    @Override
    @Transactional(readOnly = true)
    public List<Tie> some(UUID reseller, int atMost) {
        return requests.with(reseller, atMost).stream()
                .map(card -> new Tie(
                        card.label() + " – " + card.customerName() + " – " + card.title(),
                        "/support-requests/" + card.id()))
                .toList();
    }

    /** Who is no partner any more answers nobody. */
    @Override
    public boolean stays() {
        return false;
    }

    @Override
    @Transactional
    public int reassign(UUID from, UUID to) {
        return requests.leave(from, to);
    }

    @Override
    @Transactional
    public void ended(UUID customer, UUID reseller) {
        requests.leave(customer, reseller, null);
    }
}
