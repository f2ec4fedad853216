package io.relais.partnership;

import io.relais.invitation.RequestState;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface RequestRepository extends Repository<PartnershipRequest, UUID> {

    @Query("select r from PartnershipRequest r where r.id <> :id and r.state in :states"
            + " and (r.invitee.email = :email or r.invitee.partnerId = :partnerId) order by r.createdAt")
    List<PartnershipRequest> alike(UUID id, Collection<RequestState> states, String email, String partnerId);

    @Query("select r.id from PartnershipRequest r join Reseller asked on asked.id = r.resellerId"
            + " where asked.email = :email and r.state in :states and r.expiresAt > :now order by r.createdAt desc")
    List<UUID> waitingFor(String email, Collection<RequestState> states, Instant now);

    /** Asked without loading the request, which is locked afterwards. */
    @Query("select count(r) > 0 from PartnershipRequest r join Reseller asked on asked.id = r.resellerId"
            + " where r.tokenFingerprint = :fingerprint and asked.verifiedAt is not null")
    boolean toAnEnrolledReseller(String fingerprint);

    List<PartnershipRequest> findByResellerIdOrderByCreatedAtDesc(UUID reseller);

    String ANSWERABLE =
            "from PartnershipRequest r where r.resellerId = :reseller and r.state in :states and r.expiresAt > :now";

    @Query("select r " + ANSWERABLE + " order by r.createdAt desc")
    List<PartnershipRequest> answerable(UUID reseller, Collection<RequestState> states, Instant now);

    @Query("select count(r) " + ANSWERABLE)
    long countAnswerable(UUID reseller, Collection<RequestState> states, Instant now);

    @Query("select r from PartnershipRequest r where r.resellerId = :reseller and r.sentAt is not null"
            + " and not (r.state in :states and r.expiresAt > :now) order by r.createdAt desc")
    List<PartnershipRequest> answered(UUID reseller, Collection<RequestState> states, Instant now, Limit limit);
}
