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

interface RequestRepository extends Repository<PartnershipRequest, UUID> {

    String LOCK_TIMEOUT = "jakarta.persistence.lock.timeout";

    PartnershipRequest save(PartnershipRequest request);

    void flush();

    Optional<PartnershipRequest> findById(UUID id);

    /** Whoever comes second waits here and then sees what the first one did. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @QueryHints(@QueryHint(name = LOCK_TIMEOUT, value = "20000"))
    @Query("select r from PartnershipRequest r where r.id = :id")
    Optional<PartnershipRequest> lock(UUID id);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @QueryHints(@QueryHint(name = LOCK_TIMEOUT, value = "20000"))
    @Query("select r from PartnershipRequest r where r.tokenFingerprint = :fingerprint")
    Optional<PartnershipRequest> lockByToken(String fingerprint);

    @Query("select r.id from PartnershipRequest r where r.state = io.relais.partnership.RequestState.DRAFT"
            + " and r.invitee.email is null and r.requestedBy = :person order by r.createdAt desc")
    List<UUID> blank(String person);

    @Query("select r from PartnershipRequest r where r.id <> :id and r.state in :states"
            + " and (r.invitee.email = :email or r.invitee.partnerId = :partnerId) order by r.createdAt")
    List<PartnershipRequest> alike(UUID id, Collection<RequestState> states, String email, String partnerId);

    List<PartnershipRequest> findByResellerIdOrderByCreatedAtDesc(UUID reseller);

    @Query("select r.state, count(r) from PartnershipRequest r where r.state in :states group by r.state")
    List<Object[]> countByState(Collection<RequestState> states);

    /** What staff should look at: reminders that could not be sent, answers that were blocked, wrong addressees, mail that waits. */
    @Query(
            """
            select r from PartnershipRequest r where r.state in :states and (r.reminderDue = true or r.misdirectedAt is not null
            or r.mailDue = true or r.state = io.relais.partnership.RequestState.BLOCKED) order by r.createdAt""")
    List<PartnershipRequest> needingAttention(Collection<RequestState> states, Limit limit);
}
