package io.automationhub.hub.features.logs;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Deletes log lines of every organization. */
interface LogRetentionDao {

    /** Deletes groups last written to before a time, with their chunks. */
    @SqlUpdate("""
            delete from log_streams
             where (organization_id, name) in (
                select organization_id, name
                  from log_streams
                 where updated_at < :before
                 limit :limit
                   for update skip locked)""")
    int deleteGroups(@Bind("before") Instant before, @Bind("limit") int limit);

    /** Deletes groups by name, with their chunks. */
    @SqlBatch("delete from log_streams where organization_id = :organization and name = :name")
    void deleteGroup(@Bind("organization") List<UUID> organizations, @Bind("name") List<String> names);

    /** Deletes chunks of instances that are too old, or have more than so many bytes after them. */
    @SqlUpdate("""
            delete from log_chunks
             where (organization_id, stream, first_seq) in (
                select organization_id, stream, first_seq
                  from (select organization_id, stream, first_seq, last_time,
                               sum(raw_bytes) over (partition by organization_id, stream order by first_seq desc) as kept
                          from log_chunks
                         where stream >= 'instance/' and stream < 'instance0') as chunk
                 where last_time < :before or kept > :bytes
                 limit :limit)""")
    int deleteInstanceChunks(@Bind("before") Instant before, @Bind("bytes") long bytes, @Bind("limit") int limit);
}
