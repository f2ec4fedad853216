package io.relais.enrollment;

import jakarta.persistence.LockModeType;
import jakarta.persistence.QueryHint;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.jpa.repository.QueryHints;
import org.springframework.data.repository.Repository;

interface EnrollmentRepository extends Repository<Enrollment, UUID> {

    Enrollment saveAndFlush(Enrollment enrollment);

    Optional<Enrollment> findById(UUID id);

    Optional<Enrollment> findByOpenEmail(String email);

    Optional<Enrollment> findByTokenFingerprint(String fingerprint);

    /** Whoever comes second waits here and then sees what the first one did. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @QueryHints(@QueryHint(name = "jakarta.persistence.lock.timeout", value = "20000"))
    @Query("select e from Enrollment e where e.id = :id")
    Optional<Enrollment> lock(UUID id);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @QueryHints(@QueryHint(name = "jakarta.persistence.lock.timeout", value = "20000"))
    @Query("select e from Enrollment e where e.tokenFingerprint = :fingerprint")
    Optional<Enrollment> lockByFingerprint(String fingerprint);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @QueryHints(@QueryHint(name = "jakarta.persistence.lock.timeout", value = "20000"))
    @Query("select e from Enrollment e where e.openEmail = :email")
    Optional<Enrollment> lockByOpenEmail(String email);

    @Query("select count(e) > 0 from Enrollment e where e.declaration.partnerId = :partnerId and e.state in :states"
            + " and e.id <> :except")
    boolean claimed(String partnerId, Collection<EnrollmentState> states, UUID except);

    @Query("select count(e) > 0 from Enrollment e where e.declaration.email = :email")
    boolean known(String email);

    long countByStateIn(Collection<EnrollmentState> states);
}
