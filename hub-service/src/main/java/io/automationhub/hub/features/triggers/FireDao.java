package io.automationhub.hub.features.triggers;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** Statements on {@code trigger_fires}; tenancy is the transaction's. */
interface FireDao {

    /** Writes an occasion down; 0 when it is known already. Waits for whoever writes the same one now. */
    @SqlUpdate("""
            insert into trigger_fires (id, organization_id, trigger_id, key, status, run_id, reason, fired_at)
            values (:id, :organizationId, :triggerId, :key, :status, :runId, :reason, :firedAt)
            on conflict (trigger_id, key) do nothing
            """)
    int insert(@BindMethods FireRow row);

    @SqlQuery("select * from trigger_fires where trigger_id = :trigger and key = :key")
    Optional<FireRow> byKey(UUID trigger, String key);

    @SqlUpdate("update trigger_fires set status = 'failed', run_id = null, reason = :reason where id = :id")
    void fail(UUID id, String reason);

    @SqlQuery("""
            select * from trigger_fires
            where trigger_id = :trigger and (:before::uuid is null or id < :before)
            order by id desc
            limit :limit
            """)
    List<FireRow> page(UUID trigger, @Nullable UUID before, int limit);

    @SqlUpdate("""
            delete from trigger_fires
            where id in (select id from trigger_fires where fired_at < :before order by fired_at limit :limit)
            """)
    int deleteBefore(Instant before, int limit);
}
