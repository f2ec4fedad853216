package io.relais.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface AccountSessionRepository extends Repository<AccountSession, UUID> {

    AccountSession save(AccountSession session);

    Optional<AccountSession> findById(UUID id);

    @Query(
            "select s from AccountSession s where s.accountId = :account and s.usedAt > :since order by s.usedAt desc, s.id")
    List<AccountSession> of(UUID account, Instant since, Limit limit);

    @Modifying
    @Query("update AccountSession s set s.usedAt = :now where s.id = :id")
    void used(UUID id, Instant now);

    @Modifying
    @Query("update AccountSession s set s.secondFactorDue = false where s.id = :id and s.accountId = :account")
    int completed(UUID id, UUID account);

    @Modifying
    @Query("delete from AccountSession s where s.id = :id")
    void delete(UUID id);

    @Modifying
    @Query("delete from AccountSession s where s.id = :id and s.accountId = :account")
    int delete(UUID id, UUID account);

    @Modifying
    @Query("delete from AccountSession s where s.accountId = :account")
    void deleteOf(UUID account);

    @Modifying
    @Query("delete from AccountSession s where s.accountId = :account and s.id <> :here")
    int deleteOthers(UUID account, UUID here);

    @Modifying
    @Query("delete from AccountSession s where s.usedAt <= :before")
    void deleteIdle(Instant before);
}
