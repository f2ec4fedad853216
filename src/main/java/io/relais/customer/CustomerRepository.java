package io.relais.customer;

import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface CustomerRepository extends Repository<Customer, UUID> {

    Optional<Customer> findById(UUID id);

    /** Whoever changes a customer has it alone until the end of the transaction. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select c from Customer c where c.id = :id")
    Optional<Customer> forChange(UUID id);

    Optional<Customer> findByDetailsDomainPrefix(String prefix);

    boolean existsByDetailsDomainPrefix(String prefix);

    @Query("select c.details.domainPrefix from Customer c where c.details.domainPrefix in :prefixes")
    List<String> takenOf(Collection<String> prefixes);

    List<Customer> findByIdIn(Collection<UUID> ids);

    @Query("select d from CustomerDomain d where d.domain in :domains")
    List<CustomerDomain> domains(Collection<String> domains);

    @Query("select d from CustomerDomain d where d.customerId in :customers order by d.domain")
    List<CustomerDomain> domainsOf(Collection<UUID> customers);

    @Query("select t from CustomerTag t where t.customerId in :customers order by t.tagKey")
    List<CustomerTag> tagsOf(Collection<UUID> customers);

    @Query("select r from CustomerReseller r where r.customerId = :customer order by r.since desc, r.id")
    List<CustomerReseller> associations(UUID customer);

    @Query("select r.customerId from CustomerReseller r where r.resellerId = :reseller and r.until is null"
            + " order by r.customerId")
    List<UUID> managedBy(UUID reseller);

    /** The resellers that manage a customer now, or did when it was removed. */
    @Query(
            """
            select r from CustomerReseller r where r.customerId in :customers and (r.until is null or exists (
            select 1 from Customer c where c.id = r.customerId and c.removedAt = r.until)) order by r.since, r.id""")
    List<CustomerReseller> lastResellers(Collection<UUID> customers);

    @Query("select r from CustomerReseller r where r.customerId in :customers and r.until is null order by r.since")
    List<CustomerReseller> currentResellers(Collection<UUID> customers);

    @Query("select r.resellerId, count(r) from CustomerReseller r where r.resellerId in :resellers and r.until is null"
            + " group by r.resellerId")
    List<Object[]> countByReseller(Collection<UUID> resellers);
}
