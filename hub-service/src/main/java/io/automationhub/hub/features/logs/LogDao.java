package io.automationhub.hub.features.logs;

import io.automationhub.workflows.ids.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** Log streams and their chunks. */
interface LogDao {

    /** Takes numbers for lines and keeps the group locked until the transaction ends; empty when the group is full. */
    @SqlQuery("""
            insert into log_streams as s (organization_id, name, next_seq, bytes)
            values (:organization, :group, 1 + :lines, :bytes)
            on conflict (organization_id, name) do update
               set next_seq = s.next_seq + :lines, bytes = s.bytes + :bytes, updated_at = now()
             where s.full_at is null
            returning next_seq - :lines as first_seq, bytes""")
    Optional<LogNumbers> take(
            @Bind("organization") OrganizationId organization,
            @Bind("group") String group,
            @Bind("lines") int lines,
            @Bind("bytes") long bytes);

    /** Marks the group as full and takes the number of its last line. */
    @SqlQuery("""
            update log_streams
               set full_at = now(), next_seq = next_seq + 1
             where organization_id = :organization and name = :group
            returning next_seq - 1""")
    long fill(@Bind("organization") OrganizationId organization, @Bind("group") String group);

    @SqlUpdate("""
            insert into log_chunks (organization_id, stream, first_seq, last_seq, first_time, last_time, steps,
                                    chunk_ids, raw_bytes, codec, data)
            values (:organization, :group, :firstSeq, :lastSeq, :firstTime, :lastTime, :steps, :ids, :bytes, :codec,
                    :data)""")
    void insert(
            @Bind("organization") OrganizationId organization,
            @Bind("group") String group,
            @Bind("firstSeq") long firstSeq,
            @Bind("lastSeq") long lastSeq,
            @Bind("firstTime") Instant firstTime,
            @Bind("lastTime") Instant lastTime,
            @Bind("steps") List<String> steps,
            @Bind("ids") List<UUID> ids,
            @Bind("bytes") long bytes,
            @Bind("codec") int codec,
            @Bind("data") byte[] data);

    /** Whether a chunk made by a writer is stored. */
    @SqlQuery("""
            select exists (
                select from log_chunks
                 where organization_id = :organization and stream = :group and :id = any (chunk_ids))""")
    boolean stored(@Bind("organization") OrganizationId organization, @Bind("group") String group, @Bind("id") UUID id);

    /** Ends the group when {@code step} is empty, else the step. */
    @SqlUpdate("""
            insert into log_streams as s (organization_id, name, closed_at, closed_steps)
            values (:organization, :group, case when :step = '' then now() end,
                    case when :step = '' then '{}' else array[:step] end)
            on conflict (organization_id, name) do update
               set closed_at = coalesce(s.closed_at, excluded.closed_at),
                   closed_steps = case when :step = '' or :step = any (s.closed_steps) then s.closed_steps
                                       else array_append(s.closed_steps, :step) end,
                   updated_at = now()""")
    void close(
            @Bind("organization") OrganizationId organization, @Bind("group") String group, @Bind("step") String step);

    /** Takes back every end of the group. */
    @SqlUpdate("""
            update log_streams set closed_at = null, closed_steps = '{}'
             where organization_id = :organization and name = :group""")
    void reopen(@Bind("organization") OrganizationId organization, @Bind("group") String group);

    /** Where the group stands: its last number, and whether the asked-for part has ended, for how long. */
    @SqlQuery("""
            select next_seq - 1 as last_seq,
                   closed_at is not null or coalesce(:step = any (closed_steps), false) as closed,
                   updated_at < now() - interval '500 milliseconds' as settled
              from log_streams
             where organization_id = :organization and name = :group""")
    Optional<LogHead> head(
            @Bind("organization") OrganizationId organization,
            @Bind("group") String group,
            @Bind("step") @Nullable String step);

    /** The chunks with lines after a number; the sub-select lets the index find the first of them. */
    @SqlQuery("""
            select first_seq, last_seq, codec, data
              from log_chunks
             where organization_id = :organization and stream = :group and last_seq > :after
               and first_seq >= coalesce((
                       select max(first_seq)
                         from log_chunks
                        where organization_id = :organization and stream = :group and first_seq <= :after + 1), 0)
               and (:step::text is null or :step = any (steps))
             order by first_seq
             limit :limit""")
    List<LogChunkRow> after(
            @Bind("organization") OrganizationId organization,
            @Bind("group") String group,
            @Bind("step") @Nullable String step,
            @Bind("after") long after,
            @Bind("limit") int limit);

    /** The chunks before a number, newest first. */
    @SqlQuery("""
            select first_seq, last_seq, codec, data
              from log_chunks
             where organization_id = :organization and stream = :group and first_seq < :before
               and (:step::text is null or :step = any (steps))
             order by first_seq desc
             limit :limit""")
    List<LogChunkRow> before(
            @Bind("organization") OrganizationId organization,
            @Bind("group") String group,
            @Bind("step") @Nullable String step,
            @Bind("before") long before,
            @Bind("limit") int limit);
}
