package io.relais.directory;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.repository.Repository;

interface Logos extends Repository<Logo, UUID> {

    Logo save(Logo logo);

    Optional<Logo> findById(UUID id);
}
