package io.automationhub.hub.features.apis;

import io.automationhub.agents.apigateway.ApiDirectory;
import io.automationhub.agents.apigateway.RegisteredApi;
import io.automationhub.hub.features.apis.ApiSettings.Quota;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.workflows.agent.WorkScope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What the agent is told of registered APIs, and their quotas. Requests are counted in the database, so that all replicas
 * share a quota: by the minute and by the day, each from its beginning.
 */
public final class StoredApis implements ApiDirectory {

    private static final Duration MINUTES_KEPT = Duration.ofHours(1);
    private static final Duration DAYS_KEPT = Duration.ofDays(90);

    private final Transactions transactions;
    private final ApiService apis;
    private final Clock clock;

    public StoredApis(Transactions transactions, ApiService apis, Clock clock) {
        this.transactions = transactions;
        this.apis = apis;
        this.clock = clock;
    }

    @Override
    public RegisteredApi find(WorkScope scope, String name) {
        return transactions.inOrganization(
                scope.organization(), handle -> ApiMapper.registered(apis.require(handle, name)));
    }

    @Override
    public Duration admit(WorkScope scope, RegisteredApi api) {
        Instant now = clock.instant();
        try {
            transactions.inOrganization(scope.organization(), handle -> {
                Quota quota =
                        apis.require(handle, api.id().toString()).settings().quota();
                count(handle, api.id(), now, ChronoUnit.DAYS, quota == null ? null : quota.perDay());
                count(handle, api.id(), now, ChronoUnit.MINUTES, quota == null ? null : quota.perMinute());
                return api;
            });
            return Duration.ZERO;
        } catch (UsedUp e) {
            Instant began = now.truncatedTo(e.span);
            transactions.inOrganization(scope.organization(), handle -> {
                handle.attach(ApiUsageDao.class).countRefusal(api.id(), now.truncatedTo(ChronoUnit.DAYS));
                return api;
            });
            // At least a moment, so that nobody asks again at once.
            Duration left = Duration.between(now, began.plus(1, e.span));
            return left.isPositive() ? left : Duration.ofMillis(1);
        }
    }

    @Override
    public void failed(WorkScope scope, RegisteredApi api) {
        transactions.inOrganization(scope.organization(), handle -> {
            handle.attach(ApiUsageDao.class)
                    .countFailure(api.id(), clock.instant().truncatedTo(ChronoUnit.DAYS));
            return api;
        });
    }

    /** How much an API is used now. */
    public ApiUsage usage(Caller caller, ApiId api) {
        Instant now = clock.instant();
        return transactions.inOrganization(
                caller.organization(),
                handle -> handle.attach(ApiUsageDao.class)
                        .usage(api.value(), now.truncatedTo(ChronoUnit.MINUTES), now.truncatedTo(ChronoUnit.DAYS))
                        .orElse(ApiUsage.NONE));
    }

    /** Removes counts that no quota asks for any more, of every organization. */
    public void forgetOld() {
        Instant now = clock.instant();
        transactions.asSystem(
                handle -> handle.attach(ApiUsageDao.class).forget(now.minus(MINUTES_KEPT), now.minus(DAYS_KEPT)));
    }

    /** Leaves the transaction, and takes back what it counted, when a span has no room. */
    private static void count(Handle handle, UUID api, Instant now, ChronoUnit span, @Nullable Integer quota) {
        String name = span == ChronoUnit.DAYS ? "day" : "minute";
        if (handle.attach(ApiUsageDao.class).count(api, name, now.truncatedTo(span), quota) == 0) {
            throw new UsedUp(span);
        }
    }

    private static final class UsedUp extends RuntimeException {

        private final ChronoUnit span;

        UsedUp(ChronoUnit span) {
            super("No room in this " + span, null, false, false);
            this.span = span;
        }
    }
}
