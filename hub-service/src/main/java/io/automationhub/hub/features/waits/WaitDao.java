package io.automationhub.hub.features.waits;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** Statements on {@code run_waits}; tenancy is the transaction's. */
interface WaitDao {

    /** Opens a wait; one of an earlier attempt of the same call becomes this one. */
    @SqlUpdate("""
            insert into run_waits (id, organization_id, run_id, key, kind, step, item, input, since, until_at, topics,
                called_run, escalates_at, payload, arrived_at, told_at, closed_at, created_at)
            values (:id, :organizationId, :runId, :key, :kind, :step, :item, :input::jsonb, :since, :untilAt, :topics,
                :calledRun, :escalatesAt, :payload::jsonb, :arrivedAt, :toldAt, :closedAt, :createdAt)
            on conflict (run_id, key) do update
            set kind = excluded.kind, input = excluded.input, since = excluded.since, until_at = excluded.until_at,
                topics = excluded.topics, called_run = excluded.called_run, escalates_at = excluded.escalates_at,
                payload = excluded.payload, arrived_at = excluded.arrived_at, told_at = excluded.told_at,
                closed_at = excluded.closed_at
            """)
    int open(@BindMethods WaitRow row);

    /** Keeps what came before its step waited; 0 when there is something under the key already. */
    @SqlUpdate("""
            insert into run_waits (id, organization_id, run_id, key, kind, step, item, input, payload, arrived_at,
                created_at)
            values (:id, :organizationId, :runId, :key, :kind, :step, :item, :input::jsonb, :payload::jsonb,
                :arrivedAt, :createdAt)
            on conflict (run_id, key) do nothing
            """)
    int insertEarly(@BindMethods WaitRow row);

    /** Keeps others from changing the wait until this transaction ends. */
    @SqlQuery("select * from run_waits where run_id = :run and key = :key for update")
    Optional<WaitRow> lock(UUID run, String key);

    /** The newest wait of a step or item, kept from changing; of turns of {@code repeat} the last. */
    @SqlQuery("""
            select * from run_waits
            where run_id = :run and step = :step and item is not distinct from :item and kind = :kind
            order by since desc nulls last
            limit 1
            for update
            """)
    Optional<WaitRow> lockNewest(UUID run, String step, @Nullable Integer item, String kind);

    @SqlUpdate("""
            update run_waits set payload = :payload::jsonb, arrived_at = :at
            where id = :id and since is not null and arrived_at is null and closed_at is null
            """)
    int arrive(UUID id, String payload, Instant at);

    @SqlUpdate("update run_waits set told_at = :at where id = :id and told_at is null")
    int told(UUID id, Instant at);

    @SqlUpdate("update run_waits set closed_at = :at where id = :id and arrived_at is null and closed_at is null")
    int close(UUID id, Instant at);

    @SqlUpdate("update run_waits set closed_at = :at where run_id = :run and arrived_at is null and closed_at is null")
    int closeAll(UUID run, Instant at);

    /** Waits for events that a topic may end. */
    @SqlQuery("""
            select * from run_waits
            where kind = 'event' and arrived_at is null and closed_at is null and since <= :time and :topic ~ topics
            order by id
            """)
    List<WaitRow> ofEvents(String topic, Instant time);

    @SqlQuery("""
            select * from run_waits
            where called_run = :called and arrived_at is null and closed_at is null
            """)
    List<WaitRow> ofCalled(UUID called);

    /** What came and, as far as is known, was not told. Across tenants. */
    @SqlQuery("""
            select * from run_waits
            where arrived_at < :before and told_at is null and closed_at is null and since is not null
            order by arrived_at
            limit :limit
            """)
    List<WaitRow> untold(Instant before, int limit);

    /** Approvals that nobody made in time for others to decide too; each once. Across tenants. */
    @SqlQuery("""
            update run_waits set escalates_at = null, input = jsonb_set(input, '{escalated}', 'true')
            where id in (
                select id from run_waits
                where escalates_at <= :now and arrived_at is null and closed_at is null
                order by escalates_at
                limit :limit
                for update skip locked)
            returning *
            """)
    List<WaitRow> escalate(Instant now, int limit);

    /** Approvals before an id, newest first. */
    @SqlQuery("""
            select * from run_waits
            where kind = 'approval' and (:before::uuid is null or id < :before)
                and (not :pending or (arrived_at is null and closed_at is null))
            order by id desc
            limit :limit
            """)
    List<WaitRow> approvals(boolean pending, @Nullable UUID before, int limit);
}
