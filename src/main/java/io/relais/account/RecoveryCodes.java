package io.relais.account;

import java.util.UUID;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface RecoveryCodes extends Repository<RecoveryCode, UUID> {

    RecoveryCode save(RecoveryCode code);

    int countByAccountId(UUID account);

    @Modifying
    @Query("delete from RecoveryCode c where c.accountId = :account and c.fingerprint = :fingerprint")
    int use(UUID account, String fingerprint);

    @Modifying
    @Query("delete from RecoveryCode c where c.accountId = :account")
    void deleteOf(UUID account);
}
