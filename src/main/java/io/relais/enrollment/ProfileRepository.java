package io.relais.enrollment;

import jakarta.persistence.LockModeType;
import jakarta.persistence.QueryHint;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.jpa.repository.QueryHints;
import org.springframework.data.repository.Repository;

interface ProfileRepository extends Repository<KeptProfile, UUID> {

    KeptProfile save(KeptProfile profile);

    Optional<KeptProfile> findById(UUID reseller);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @QueryHints(@QueryHint(name = "jakarta.persistence.lock.timeout", value = "20000"))
    @Query("select p from KeptProfile p where p.resellerId = :reseller")
    Optional<KeptProfile> lock(UUID reseller);
}
