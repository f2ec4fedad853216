package io.relais.mail;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface OutgoingMails extends Repository<OutgoingMail, UUID> {

    OutgoingMail save(OutgoingMail mail);

    void delete(OutgoingMail mail);

    @Query("select m.id from OutgoingMail m where m.dueAt <= :now order by m.dueAt, m.id")
    List<UUID> due(Instant now, Limit limit);

    /** The mail, locked; empty if another thread or node is at it, or it is gone. */
    @NativeQuery("select * from outgoing_mail where id = :id for update skip locked")
    Optional<OutgoingMail> take(UUID id);

    Optional<OutgoingMail> findById(UUID id);

    @Modifying
    @Query("delete from OutgoingMail m where m.createdAt < :before")
    int forget(Instant before);
}
