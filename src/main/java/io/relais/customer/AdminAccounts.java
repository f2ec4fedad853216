package io.relais.customer;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.repository.Repository;

interface AdminAccounts extends Repository<AdminAccount, UUID> {

    Optional<AdminAccount> findByCustomerId(UUID customerId);
}
