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

    CustomersOfResellers(CustomerRepository customers) {
        this.customers = customers;
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
        return customers.existsByCompanyNameKey(Customer.nameKey(companyName));
    }
}
