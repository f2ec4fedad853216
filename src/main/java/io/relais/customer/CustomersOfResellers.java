package io.relais.customer;

import io.relais.partnership.KnownCustomers;
import io.relais.partnership.ResellerCount;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What the resellers' side asks about customers. */
@Component
class CustomersOfResellers implements ResellerCount, KnownCustomers {

    private final CustomerRepository customers;
    private final CustomerList list;

    CustomersOfResellers(CustomerRepository customers, CustomerList list) {
        this.customers = customers;
        this.list = list;
    }

    @Override
    public String key() {
        return "customers";
    }

    @Override
    @Transactional(readOnly = true)
    public Map<UUID, Long> count(Collection<UUID> resellers) {
        return resellers.isEmpty()
                ? Map.of()
                : customers.countByReseller(resellers).stream()
                        .collect(Collectors.toMap(row -> (UUID) row[0], row -> (Long) row[1]));
    }

    @Override
    @Transactional(readOnly = true)
    public boolean isCustomer(String companyName, String emailDomain) {
        return !list.named(companyName, 1).isEmpty();
    }
}
