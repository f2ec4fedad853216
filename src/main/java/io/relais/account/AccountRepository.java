package io.relais.account;

import io.relais.security.Side;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.repository.Repository;

interface AccountRepository extends Repository<Account, UUID> {

    Account save(Account account);

    Optional<Account> findById(UUID id);

    Optional<Account> findByUserName(String userName);

    List<Account> findBySideAndPartyIdOrderByUserName(Side side, UUID partyId);
}
