package io.relais.account;

import io.relais.security.Side;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface AccountRepository extends Repository<Account, UUID> {

    Account save(Account account);

    Optional<Account> findById(UUID id);

    Optional<Account> findByUserName(String userName);

    @Query("select a.id from Account a where a.userName = :userName")
    Optional<UUID> idOf(String userName);

    /** For a change: nobody else changes it meanwhile. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select a from Account a where a.id = :id")
    Optional<Account> lock(UUID id);

    /** All of a reseller or a customer for a change, always in the same order. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select a from Account a where a.side = :side and a.partyId = :party order by a.id")
    List<Account> lockAll(Side side, UUID party);

    List<Account> findBySideAndPartyIdOrderByUserName(Side side, UUID partyId);
}
