package io.relais.customer;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface CustomerRepository extends Repository<Customer, UUID> {

    Optional<Customer> findById(UUID id);

    boolean existsByCompanyNameKey(String key);

    boolean existsByDetailsDomainPrefix(String prefix);

    @Query("select c.details.domainPrefix from Customer c where c.details.domainPrefix in :prefixes")
    List<String> takenOf(Collection<String> prefixes);

    List<Customer> findByCompanyNameKeyOrderByCreatedAt(String key, Limit limit);

    @Query("select r from CustomerReseller r where r.customerId in :customers and r.until is null order by r.since")
    List<CustomerReseller> currentResellers(Collection<UUID> customers);

    @Query("select r.resellerId, count(r) from CustomerReseller r where r.resellerId in :resellers and r.until is null"
            + " group by r.resellerId")
    List<Object[]> countByReseller(Collection<UUID> resellers);
}
