package io.relais.audit;

import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.repository.Repository;

interface AuditEntries extends Repository<AuditEntry, Long> {

    AuditEntry save(AuditEntry entry);

    List<AuditEntry> findByObjectTypeAndObjectIdOrderByOccurredAtDescIdDesc(
            String objectType, UUID objectId, Limit limit);

    List<AuditEntry> findByObjectIdOrderByOccurredAtAscIdAsc(UUID objectId, Limit limit);
}
