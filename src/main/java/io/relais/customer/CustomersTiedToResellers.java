package io.relais.customer;

import io.relais.partnership.ResellerTies;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The customers that a reseller manages, when the partnership with it is removed; first, since customers are locked before what they have. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class CustomersTiedToResellers implements ResellerTies.Reassignable {

    private final CustomersOfResellers figures;
    private final CustomerList list;
    private final CustomerRepository repository;
    private final Customers customers;

    CustomersTiedToResellers(
            CustomersOfResellers figures, CustomerList list, CustomerRepository repository, @Lazy Customers customers) {
        this.figures = figures;
        this.list = list;
        this.repository = repository;
        this.customers = customers;
    }

    @Override
    public String key() {
        return figures.key();
    }

    @Override
    @Transactional(readOnly = true)
    public long count(UUID reseller) {
        Map<UUID, Long> counted = figures.count(List.of(reseller));
        return counted.getOrDefault(reseller, 0L);
    }

    @Override
    @Transactional(readOnly = true)
    public List<Tie> some(UUID reseller, int atMost) {
        return list.page(new CustomerFilter(null, reseller, null), null, null, atMost).rows().stream()
                .map(row -> new Tie(row.details().companyName(), "/customers/" + row.id()))
                .toList();
    }

    @Override
    @Transactional
    public int reassign(UUID from, UUID to) {
        int changed = 0;
        for (UUID customer : repository.managedBy(from)) {
            // Somebody may have ended the association, or the relationship, while this waited for the customer.
            if (customers.holdCurrent(customer)
                    && customers.resellersOf(customer).contains(from)) {
                customers.dissociate(customer, from);
                if (to != null) {
                    customers.associate(customer, to);
                }
                changed++;
            }
        }
        return changed;
    }
}
