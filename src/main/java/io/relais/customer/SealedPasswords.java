package io.relais.customer;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface SealedPasswords extends Repository<SealedPassword, UUID> {

    Optional<SealedPassword> findByHandOver(UUID handOver);

    /** The row count decides who of several at once may reveal. */
    @Modifying(flushAutomatically = true, clearAutomatically = false)
    @Query("delete from SealedPassword p where p.id = :id")
    int destroy(UUID id);

    @Modifying(flushAutomatically = true)
    @Query("delete from SealedPassword p where p.handOver = :handOver")
    int destroyOfHandOver(UUID handOver);

    @Modifying(flushAutomatically = true)
    @Query("delete from SealedPassword p where p.accountId = :accountId")
    int destroyOfAccount(UUID accountId);

    @Modifying
    @Query("delete from SealedPassword p where p.expiresAt <= :now")
    int destroyExpired(Instant now);
}
