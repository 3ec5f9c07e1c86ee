package io.automationhub.hub.features.releases;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** Statements on {@code releases}; tenancy is the transaction's. */
interface ReleaseDao {

    /** Inserts a release under the environment's next number; 0 when its deployment has made one already. */
    @SqlUpdate("""
            insert into releases (id, organization_id, project_id, environment_id, deployment_id, number, snapshot,
                created_at)
            select :id, :organizationId, :projectId, :environmentId, :deploymentId,
                coalesce(max(number), 0) + 1, :snapshot::jsonb, :createdAt
            from releases where environment_id = :environmentId
            on conflict (deployment_id) do nothing
            """)
    int insert(@BindMethods ReleaseRow row);

    /** Makes numbering of an environment's releases wait for its turn. */
    @SqlQuery("select id from environments where id = :environment for update")
    Optional<UUID> lockEnvironment(UUID environment);

    @SqlQuery("select * from releases where id = :id")
    Optional<ReleaseRow> byId(UUID id);

    @SqlQuery("select * from releases where deployment_id = :deployment")
    Optional<ReleaseRow> byDeployment(UUID deployment);

    @SqlQuery("""
            select * from releases
            where environment_id = :environment and (:before::uuid is null or id < :before)
            order by id desc
            limit :limit
            """)
    List<ReleaseRow> page(UUID environment, @Nullable UUID before, int limit);

    /** The releases that served, latest first, without the one given. */
    @SqlQuery("""
            select * from releases
            where environment_id = :environment and last_live_at is not null
                and (:except::uuid is null or id <> :except)
            order by last_live_at desc
            limit :limit
            """)
    List<ReleaseRow> served(UUID environment, @Nullable UUID except, int limit);

    /** Images of a project's releases that serve, served lately, or were made since a time and may serve soon. */
    @SqlQuery("""
            select distinct snapshot ->> 'image' from (
                select snapshot, created_at, last_live_at,
                    row_number() over (partition by environment_id order by last_live_at desc nulls last) as rank
                from releases where project_id = :project) ranked
            where (last_live_at is not null and rank <= :kept) or created_at > :since
            """)
    List<String> keptImages(UUID project, int kept, Instant since);

    @SqlUpdate("update releases set last_live_at = :at where id = :id")
    int markLive(UUID id, Instant at);
}
