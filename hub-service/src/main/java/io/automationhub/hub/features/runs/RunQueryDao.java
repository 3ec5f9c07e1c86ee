package io.automationhub.hub.features.runs;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.Define;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements that look for runs. */
interface RunQueryDao {

    /**
     * A page.
     *
     * @param conditions of {@link RunConditions}
     * @param order of {@link RunSort}
     */
    @SqlQuery("""
            select id, workflow_id, workflow_version, name, trigger, status, requested_by, retry_of, created_at,
                started_at, ended_at, duration_ms, error_code, failed_step
            from runs
            where organization_id = :organization <conditions>
            order by <order>
            limit :limit
            """)
    List<RunListItem> page(
            UUID organization,
            @Define String conditions,
            @Define String order,
            @BindMethods("filter") RunFilter filter,
            @BindMethods("beyond") RunPosition beyond,
            int limit);

    @SqlQuery("""
            select id, workflow_id, workflow_version, name, trigger, status, requested_by, retry_of, created_at,
                started_at, ended_at, duration_ms, error_code, failed_step
            from runs where id = :run
            """)
    Optional<RunListItem> byId(UUID run);

    /**
     * Writes down the words of a run that ended: its organization, those of its name and its input, as far as they go, and
     * of what it told.
     *
     * @param told its output and its error
     */
    @SqlUpdate("""
            insert into run_texts (run_id, words)
            select id,
                array_to_tsvector(array['o' || replace(organization_id::text, '-', '')]) || to_tsvector('simple',
                    left(name || ' ' || replace((request -> 'inputs')::text, chr(92) || 'n', ' '), 16000)
                        || ' ' || :told)
            from runs where id = :run
            on conflict (run_id) do nothing
            """)
    int insertWords(UUID run, String told);
}
