package io.automationhub.hub.features.events;

import io.automationhub.workflows.ids.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** The outbox, and events as they are read. */
interface EventDao {

    @SqlUpdate("""
            insert into event_outbox (organization_id, id, topic, source, subject, payload, time)
            values (:organization, :id, :topic, :source, :subject, cast(:payload as jsonb), :time)""")
    void insert(
            @Bind("organization") OrganizationId organization,
            @Bind("id") UUID id,
            @Bind("topic") String topic,
            @Bind("source") String source,
            @Bind("subject") @Nullable String subject,
            @Bind("payload") String payload,
            @Bind("time") Instant time);

    /** Whether there is anything to number; costs no lock and no write, as most looks find nothing. */
    @SqlQuery("select exists (select from event_outbox)")
    boolean waiting();

    /** Makes the caller the only sequencer until its transaction ends; the last position given. */
    @SqlQuery("select position from event_sequencer where one for update")
    long lockSequencer();

    /** Moves the oldest events out of the outbox and numbers them; whose they were, one entry for each event. */
    @SqlQuery("""
            with fresh as (
                delete from event_outbox
                 where ordinal in (select ordinal from event_outbox order by ordinal limit :limit)
                returning *
            ), counted as (
                select fresh.*,
                       row_number() over (order by ordinal) as nth,
                       row_number() over (partition by organization_id order by ordinal) as nth_own,
                       count(*) over (partition by organization_id) as own
                  from fresh
            ), heads as (
                insert into event_heads as h (organization_id, last_seq)
                select organization_id, count(*) from fresh group by organization_id
                on conflict (organization_id) do update set last_seq = h.last_seq + excluded.last_seq
                returning organization_id, last_seq
            )
            insert into events (organization_id, seq, position, id, topic, source, subject, payload, time)
            select organization_id, last_seq - own + nth_own, :position + nth, id, topic, source, subject, payload, time
              from counted
              join heads using (organization_id)
            returning organization_id""")
    List<OrganizationId> number(@Bind("position") long position, @Bind("limit") int limit);

    @SqlUpdate("update event_sequencer set position = :position where one")
    void advanceSequencer(@Bind("position") long position);

    @SqlQuery("select coalesce((select last_seq from event_heads where organization_id = :organization), 0)")
    long head(@Bind("organization") OrganizationId organization);

    @SqlQuery("select seq from events where organization_id = :organization order by seq limit 1")
    Optional<Long> oldest(@Bind("organization") OrganizationId organization);

    /** Events after a number and up to another. */
    @SqlQuery("""
            select organization_id, seq, position, id, topic, source, subject, payload, time
              from events
             where organization_id = :organization and seq > :after and seq <= :upTo and topic ~ :topic
             order by seq
             limit :limit""")
    List<EventRow> after(
            @Bind("organization") OrganizationId organization,
            @Bind("after") long after,
            @Bind("upTo") long upTo,
            @Bind("topic") String topic,
            @Bind("limit") int limit);

    @SqlUpdate("""
            delete from events
             where position in (
                select position
                  from events
                 where time < :before
                   and position not in (select position from event_retries)
                 order by position
                 limit :limit)""")
    int deleteBefore(@Bind("before") Instant before, @Bind("limit") int limit);

    /** Takes the right to publish under a key; 0 when it was taken before. */
    @SqlUpdate("""
            insert into published_once (organization_id, key, event_id, at)
            values (:organization, :key, :id, :at)
            on conflict (organization_id, key) do nothing""")
    int claim(
            @Bind("organization") OrganizationId organization,
            @Bind("key") String key,
            @Bind("id") UUID id,
            @Bind("at") Instant at);

    /** The event that was published under a key. */
    @SqlQuery("select event_id from published_once where organization_id = :organization and key = :key")
    UUID claimed(@Bind("organization") OrganizationId organization, @Bind("key") String key);

    @SqlUpdate("delete from published_once where at < :before")
    int deleteClaims(@Bind("before") Instant before);
}
