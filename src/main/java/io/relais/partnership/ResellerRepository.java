package io.relais.partnership;

import jakarta.persistence.LockModeType;
import jakarta.persistence.QueryHint;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.jpa.repository.QueryHints;
import org.springframework.data.repository.Repository;

interface ResellerRepository extends Repository<Reseller, UUID> {

    Reseller save(Reseller reseller);

    Optional<Reseller> findById(UUID id);

    /** Whoever comes second waits here and then sees what the first one did. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @QueryHints(@QueryHint(name = "jakarta.persistence.lock.timeout", value = "20000"))
    @Query("select r from Reseller r where r.id = :id")
    Optional<Reseller> lock(UUID id);

    Optional<Reseller> findByEmail(String email);

    Optional<Reseller> findByPartnerId(String partnerId);

    @Query("select r.id, r.company from Reseller r where r.id in :ids")
    List<Object[]> names(Collection<UUID> ids);

    @Query(
            """
            select r from Reseller r where r.state in :states and (:flagged = true or r.flags is empty)
            and (r.companyKey like :pattern escape '!' or r.partnerId like :pattern escape '!') order by r.companyKey, r.id""")
    List<Reseller> like(String pattern, Collection<ResellerState> states, boolean flagged, Limit limit);
}
