package io.automationhub.hub.platform.web.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import io.automationhub.hub.platform.web.Json;
import io.automationhub.hub.platform.web.idempotency.IdempotencyStore.Outcome;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.workflows.ids.OrganizationId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresIdempotencyStoreIT extends IdempotencyStoreContract {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @Override
    PostgresIdempotencyStore store() {
        return new PostgresIdempotencyStore(DATABASE.transactions(), Json.mapper());
    }

    @Test
    void whatAnotherOrganizationUsesIsAnotherKey() {
        OrganizationId other = DATABASE.organization("other-" + key.key().substring(0, 8));
        begun(key);
        begun(new IdempotencyKey(other, key.subject(), key.operation(), key.key()));
    }

    @Test
    void aRequestWhoseProcessDiedCanBeTakenOver() {
        Outcome.Begun dead = begun(key);
        DATABASE.superuser()
                .useHandle(handle -> handle.execute(
                        "update idempotency_keys set leased_until = now() - interval '1 second' where key = ?",
                        key.key()));
        assertThat(store().begin(key, OTHER)).isEqualTo(new Outcome.Reused());
        Outcome.Begun next = begun(key);
        store().finish(key, dead.lease(), new StoredAnswer(201, Map.of(), new byte[0]));
        assertThat(store().begin(key, ONE)).isEqualTo(new Outcome.UnderWay());
        store().finish(key, next.lease(), new StoredAnswer(202, Map.of(), new byte[0]));
        assertThat(store().begin(key, ONE)).isInstanceOf(Outcome.Answered.class);
    }

    @Test
    void forgetsAfterADay() {
        begun(key);
        DATABASE.superuser()
                .useHandle(handle -> handle.execute(
                        "update idempotency_keys set expires_at = now() - interval '1 second' where key = ?",
                        key.key()));
        assertThat(store().begin(key, OTHER)).isInstanceOf(Outcome.Begun.class);
        DATABASE.superuser()
                .useHandle(handle -> handle.execute(
                        "update idempotency_keys set expires_at = now() - interval '1 second' where key = ?",
                        key.key()));
        assertThat(store().removeExpired()).isPositive();
    }
}
