package io.automationhub.hub.features.apis;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** Statements on {@code api_usage}: a row for each minute and each day in which an API was called. */
interface ApiUsageDao {

    /** Counts one request where there is room; 0 when there is none. Calls of the same row wait for one another. */
    @SqlUpdate("""
            insert into api_usage (api_id, span, began_at, requests)
            values (:api, :span, :began, 1)
            on conflict (api_id, span, began_at) do update set requests = api_usage.requests + 1
            where :quota::integer is null or api_usage.requests < :quota
            """)
    int count(UUID api, String span, Instant began, @Nullable Integer quota);

    @SqlUpdate("""
            insert into api_usage (api_id, span, began_at, failures) values (:api, 'day', :began, 1)
            on conflict (api_id, span, began_at) do update set failures = api_usage.failures + 1
            """)
    void countFailure(UUID api, Instant began);

    @SqlUpdate("""
            insert into api_usage (api_id, span, began_at, refusals) values (:api, 'day', :began, 1)
            on conflict (api_id, span, began_at) do update set refusals = api_usage.refusals + 1
            """)
    void countRefusal(UUID api, Instant began);

    @SqlQuery("""
            select
                coalesce(sum(requests) filter (where span = 'minute'), 0) as this_minute,
                coalesce(sum(requests) filter (where span = 'day'), 0) as today,
                coalesce(sum(failures) filter (where span = 'day'), 0) as failed_today,
                coalesce(sum(refusals) filter (where span = 'day'), 0) as refused_today
            from api_usage
            where api_id = :api and ((span = 'minute' and began_at = :minute) or (span = 'day' and began_at = :day))
            """)
    Optional<ApiUsage> usage(UUID api, Instant minute, Instant day);

    /** Forgets what no quota asks for any more. Across tenants. */
    @SqlUpdate("""
            delete from api_usage
            where (span = 'minute' and began_at < :minutesBefore) or (span = 'day' and began_at < :daysBefore)
            """)
    int forget(Instant minutesBefore, Instant daysBefore);
}
