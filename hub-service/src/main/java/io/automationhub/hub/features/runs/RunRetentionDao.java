package io.automationhub.hub.features.runs;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** Finds and removes ended runs of every organization. */
interface RunRetentionDao {

    /** Of a workflow, ended before a time. */
    @SqlQuery("""
            select id, organization_id from runs
            where organization_id = :organization and workflow_id = :workflow and ended_at < :before
            order by id
            limit :limit
            """)
    List<Removable> ended(UUID organization, UUID workflow, Instant before, int limit);

    /** Of a workflow, ended and older than so many other ended ones. */
    @SqlQuery("""
            select id, organization_id from runs
            where organization_id = :organization and workflow_id = :workflow and ended_at is not null
                and id <= (select id from runs
                           where organization_id = :organization and workflow_id = :workflow and ended_at is not null
                           order by id desc
                           offset :keep limit 1)
            order by id
            limit :limit
            """)
    List<Removable> beyond(UUID organization, UUID workflow, int keep, int limit);

    /**
     * Of no workflow with a rule of its own, ended before a time. Runs of deployments stay with their deployments.
     *
     * @param bound an id above those of all runs that can have ended before
     */
    @SqlQuery("""
            select id, organization_id from runs
            where id < :bound and ended_at < :before
                and (workflow_id is not null or trigger_type in ('invocation', 'stepTest'))
                and (workflow_id is null or not workflow_id = any(:ruled))
            order by id
            limit :limit
            """)
    List<Removable> others(UUID bound, Instant before, UUID[] ruled, int limit);

    /** Removes those that have ended; their ids. */
    @SqlQuery("delete from runs where id = any(:ids) and ended_at is not null returning id")
    List<UUID> delete(UUID[] ids);

    /** A run that need not be kept. */
    record Removable(UUID id, UUID organizationId) {}
}
