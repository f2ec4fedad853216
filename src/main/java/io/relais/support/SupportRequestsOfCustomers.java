package io.relais.support;

import io.relais.customer.CustomerTies;
import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Support requests that are being worked on, which have to be resolved before the relationship with their customer is removed. */
@Component
class SupportRequestsOfCustomers implements CustomerTies {

    private static final Limit SHOWN = Limit.of(20);

    private final SupportRepository requests;

    SupportRequestsOfCustomers(SupportRepository requests) {
        this.requests = requests;
    }

    @Override
    @Transactional(readOnly = true)
    public List<Tie> inTheWay(UUID customer) {
        return requests.ofCustomer(customer, SupportState.UNDER_WAY, SHOWN).stream()
                .map(request -> new Tie(
                        "support.tie.customer",
                        List.of("S-" + request.number(), request.title()),
                        "/support-requests/" + request.id()))
                .toList();
    }
}
