package io.relais.audit;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface AuditEntries extends Repository<AuditEntry, Long> {

    AuditEntry save(AuditEntry entry);

    List<AuditEntry> findByObjectTypeAndObjectIdOrderByOccurredAtDescIdDesc(
            String objectType, UUID objectId, Limit limit);

    List<AuditEntry> findByObjectTypeAndObjectIdInAndActionInOrderByOccurredAtDescIdDesc(
            String objectType, Collection<UUID> objectIds, Collection<String> actions, Limit limit);

    @Query(
            """
            select e from AuditEntry e where e.objectType = :objectType and e.objectId = :objectId
            and e.occurredAt <= :occurredAt and (e.occurredAt < :occurredAt or e.id < :id)
            order by e.occurredAt desc, e.id desc""")
    List<AuditEntry> before(String objectType, UUID objectId, Instant occurredAt, long id, Limit limit);

    List<AuditEntry> findByObjectIdOrderByOccurredAtAscIdAsc(UUID objectId, Limit limit);
}
