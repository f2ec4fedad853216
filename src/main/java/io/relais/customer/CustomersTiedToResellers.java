package io.relais.customer;

import io.relais.partnership.ResellerTies;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The customers that a reseller manages, when the partnership with it is removed. */
@Component
class CustomersTiedToResellers implements ResellerTies {

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
    public boolean reassignable() {
        return true;
    }

    @Override
    @Transactional
    public int reassign(UUID from, UUID to) {
        List<UUID> managed = repository.managedBy(from);
        managed.forEach(customer -> {
            customers.dissociate(customer, from);
            if (to != null) {
                customers.associate(customer, to);
            }
        });
        return managed.size();
    }
}
