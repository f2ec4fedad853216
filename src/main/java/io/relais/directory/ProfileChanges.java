package io.relais.directory;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface ProfileChanges extends Repository<ProfileChange, UUID> {

    ProfileChange save(ProfileChange change);

    ProfileChange saveAndFlush(ProfileChange change);

    void delete(ProfileChange change);

    Optional<ProfileChange> findById(UUID id);

    /** Whoever changes it has it alone until the end of the transaction. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select c from ProfileChange c where c.id = :id")
    Optional<ProfileChange> forChange(UUID id);

    /** Changes are published in the order of their numbers, since one is under review at a time; clocks may be set back. */
    @Query("select c from ProfileChange c where c.publishedAt is not null order by c.number desc limit 1")
    Optional<ProfileChange> published();

    @Query("select c from ProfileChange c where c.openOne is not null")
    Optional<ProfileChange> open();

    Optional<ProfileChange> findFirstByStateAndRequestedByOrderByCreatedAt(ChangeState state, String requestedBy);

    List<ProfileChange> findAllByOrderByCreatedAtDescIdDesc(Limit limit);

    @Query("select c from ProfileChange c where c.createdAt < :time or c.createdAt = :time and c.id < :id"
            + " order by c.createdAt desc, c.id desc")
    List<ProfileChange> olderThan(Instant time, UUID id, Limit limit);

    @Query("select c from ProfileChange c where c.createdAt > :time or c.createdAt = :time and c.id > :id"
            + " order by c.createdAt, c.id")
    List<ProfileChange> newerThan(Instant time, UUID id, Limit limit);

    @Query(value = "select nextval('profile_change_number_seq')", nativeQuery = true)
    long nextNumber();
}
