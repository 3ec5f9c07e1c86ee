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

/** How far consumers have come, and deliveries that failed. */
interface ConsumerDao {

    /** A consumer that is new begins after the events there are. */
    @SqlUpdate("""
            insert into event_consumers (name, position)
            select :name, position from event_sequencer
            on conflict (name) do nothing""")
    void register(@Bind("name") String name);

    /** Makes a replica the one that serves the consumer for a while; the consumer's position, or empty. */
    @SqlQuery("""
            update event_consumers
               set lease_owner = :owner, lease_until = now() + make_interval(secs => :seconds)
             where name = :name and (lease_owner = :owner or lease_until < now())
            returning position""")
    Optional<Long> lease(@Bind("name") String name, @Bind("owner") UUID owner, @Bind("seconds") int seconds);

    /** Lets the consumer go on elsewhere at once. */
    @SqlUpdate("""
            update event_consumers set lease_until = '-infinity' where name = :name and lease_owner = :owner""")
    void release(@Bind("name") String name, @Bind("owner") UUID owner);

    @SqlUpdate("""
            update event_consumers set position = :position
             where name = :name and lease_owner = :owner and position < :position""")
    void advance(@Bind("name") String name, @Bind("owner") UUID owner, @Bind("position") long position);

    @SqlQuery("select position from event_sequencer")
    long head();

    @SqlQuery("""
            select organization_id, seq, position, id, topic, source, subject, payload, time
              from events
             where position > :after and position <= :upTo and topic ~ :topic
             order by position
             limit :limit""")
    List<EventRow> after(
            @Bind("after") long after, @Bind("upTo") long upTo, @Bind("topic") String topic, @Bind("limit") int limit);

    /** Events whose next attempt is due. */
    @SqlQuery("""
            select e.organization_id, e.seq, e.position, e.id, e.topic, e.source, e.subject, e.payload, e.time
              from event_retries r
              join events e on e.position = r.position
             where r.consumer = :name and r.dead_at is null and r.next_attempt_at <= now()
             order by r.next_attempt_at
             limit :limit""")
    List<EventRow> due(@Bind("name") String name, @Bind("limit") int limit);

    /** Counts a failed attempt; given up when it was the last. */
    @SqlUpdate("""
            insert into event_retries as r (consumer, position, organization_id, attempts, next_attempt_at, last_error)
            values (:name, :position, :organization, 1, now() + make_interval(secs => :pause), :error)
            on conflict (consumer, position) do update
               set attempts = r.attempts + 1,
                   next_attempt_at = now() + make_interval(secs => least(:pause * power(2, r.attempts), :longest)),
                   last_error = excluded.last_error,
                   dead_at = case when r.attempts + 1 >= :most then now() end""")
    void failed(
            @Bind("name") String name,
            @Bind("position") long position,
            @Bind("organization") OrganizationId organization,
            @Bind("error") String error,
            @Bind("pause") double pause,
            @Bind("longest") double longest,
            @Bind("most") int most);

    @SqlUpdate("delete from event_retries where consumer = :name and position = :position")
    void succeeded(@Bind("name") String name, @Bind("position") long position);

    @SqlQuery("""
            select r.consumer, e.seq, e.id, e.topic, r.attempts, r.last_error, r.dead_at
              from event_retries r
              join events e on e.position = r.position
             where r.organization_id = :organization and r.dead_at is not null
             order by r.dead_at desc, r.position desc
             limit :limit""")
    List<DeadLetter> dead(@Bind("organization") OrganizationId organization, @Bind("limit") int limit);

    /** Gives dead deliveries of an event another round of attempts; how many. */
    @SqlUpdate("""
            update event_retries
               set dead_at = null, attempts = 0, next_attempt_at = now()
             where organization_id = :organization and dead_at is not null
               and (:consumer::text is null or consumer = :consumer)
               and position = (select position from events where organization_id = :organization and seq = :seq)""")
    int revive(
            @Bind("organization") OrganizationId organization,
            @Bind("consumer") @Nullable String consumer,
            @Bind("seq") long seq);

    @SqlUpdate("delete from event_retries where dead_at < :before")
    int deleteDead(@Bind("before") Instant before);
}
