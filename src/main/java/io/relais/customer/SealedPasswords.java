package io.relais.customer;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Deletes are native: of a JPQL delete the statement is made anew each time. */
interface SealedPasswords extends Repository<SealedPassword, UUID> {

    Optional<SealedPassword> findByHandOver(UUID handOver);

    /** The row count decides who of several at once may reveal. */
    @Modifying(flushAutomatically = true, clearAutomatically = false)
    @Query(value = "delete from sealed_password where id = :id", nativeQuery = true)
    int destroy(UUID id);

    @Modifying(flushAutomatically = true)
    @Query(value = "delete from sealed_password where hand_over = :handOver", nativeQuery = true)
    int destroyOfHandOver(UUID handOver);

    @Modifying(flushAutomatically = true)
    @Query(value = "delete from sealed_password where account_id in (:accounts)", nativeQuery = true)
    int destroyOfAccounts(Collection<UUID> accounts);

    @Modifying
    @Query(value = "delete from sealed_password where expires_at <= :now", nativeQuery = true)
    int destroyExpired(Instant now);
}
