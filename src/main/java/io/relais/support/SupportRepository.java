package io.relais.support;

import jakarta.persistence.LockModeType;
import jakarta.persistence.QueryHint;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.jpa.HibernateHints;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.jpa.repository.QueryHints;
import org.springframework.data.repository.Repository;

interface SupportRepository extends Repository<SupportRequest, UUID> {

    Optional<SupportRequest> findById(UUID id);

    /** Whoever changes a request has it alone until the end of the transaction. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select r from SupportRequest r where r.id = :id")
    Optional<SupportRequest> forChange(UUID id);

    /** Counts an entry past the version; for whoever holds the request's row and changes nothing else of it. */
    @Modifying
    @Query("update SupportRequest r set r.entries = r.entries + 1 where r.id = :id")
    void countAside(UUID id);

    @Query("select e from SupportEntry e where e.requestId = :request order by e.position")
    List<SupportEntry> entriesOf(UUID request);

    @Query("select count(r) from SupportRequest r where r.dueAt <= :now")
    long countOverdue(Instant now);

    @Query("select count(r) from SupportRequest r where r.state = 'ATTENTION_NEEDED' and r.resellerId is null")
    long countForProvider();

    @Query("select r from SupportRequest r where r.customerId = :customer and r.state in :states order by r.number")
    List<SupportRequest> ofCustomer(UUID customer, Collection<SupportState> states, Limit limit);

    @Query("select count(r) from SupportRequest r where r.resellerId = :reseller and r.state <> 'CLOSED'")
    long countWithReseller(UUID reseller);

    @Query("select r from SupportRequest r where r.resellerId = :reseller and r.state <> 'CLOSED' order by r.number")
    List<SupportRequest> someWithReseller(UUID reseller, Limit limit);

    @Query("select r.id from SupportRequest r where r.resellerId = :reseller and r.state <> 'CLOSED' order by r.id")
    List<UUID> withReseller(UUID reseller);

    @Query("select r.id from SupportRequest r where r.customerId = :customer and r.resellerId = :reseller"
            + " and r.state <> 'CLOSED' order by r.id")
    List<UUID> withReseller(UUID customer, UUID reseller);

    @Query("select count(i) > 0 from SupportInvolvement i where i.id.resellerId = :reseller"
            + " and i.id.requestId = :request")
    boolean involved(UUID reseller, UUID request);

    boolean existsByCustomerIdAndTitle(UUID customerId, String title);

    /** Touches no table, so what is not stored yet can wait. */
    @Query(value = "select nextval('support_request_number_seq')", nativeQuery = true)
    @QueryHints(@QueryHint(name = HibernateHints.HINT_FLUSH_MODE, value = "COMMIT"))
    long nextNumber();
}
