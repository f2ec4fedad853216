package io.relais.directory;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface Logos extends Repository<Logo, UUID> {

    Logo save(Logo logo);

    Optional<Logo> findById(UUID id);

    /** Removes a logo that no change shows any more. */
    @Modifying(flushAutomatically = true)
    @Query("delete from Logo l where l.id = :id and not exists (select c.id from ProfileChange c where c.logoId = :id)")
    void deleteUnused(UUID id);
}
