package io.relais.account;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface AccountLinkRepository extends Repository<AccountLink, UUID> {

    AccountLink save(AccountLink link);

    @Query("select l from AccountLink l where l.fingerprint = :fingerprint and l.expiresAt > :now")
    Optional<AccountLink> valid(String fingerprint, Instant now);

    @Modifying
    @Query("delete from AccountLink l where l.accountId = :account")
    void deleteOf(UUID account);

    @Modifying
    @Query("delete from AccountLink l where l.expiresAt <= :now")
    void deleteExpired(Instant now);
}
