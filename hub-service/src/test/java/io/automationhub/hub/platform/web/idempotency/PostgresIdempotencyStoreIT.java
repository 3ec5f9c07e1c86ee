package io.automationhub.hub.platform.web.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automationhub.hub.platform.web.Json;
import io.automationhub.hub.platform.web.idempotency.IdempotencyStore.Outcome;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.problem.ProblemException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
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

    @Test
    void whatWasDoneBeforeTheProcessDiedIsNotDoneAgain() {
        Outcome.Begun dead = begun(key);
        store().enter(key, dead.lease());
        act();
        store().leave();
        runOut();
        assertThat(store().begin(key, ONE)).isEqualTo(new Outcome.Interrupted());
        assertThat(store().begin(key, OTHER)).isEqualTo(new Outcome.Reused());
        assertThat(effects()).isOne();
    }

    /** The positive control: without the mark the same cut lets the request be carried out twice. */
    @Test
    void withoutTheMarkItWouldBeDoneTwice() {
        begun(key);
        act();
        runOut();
        assertThat(store().begin(key, ONE)).isInstanceOf(Outcome.Begun.class);
    }

    @Test
    void whatWasNotCommittedIsDoneAgain() {
        Outcome.Begun dead = begun(key);
        store().enter(key, dead.lease());
        assertThatThrownBy(() -> DATABASE.transactions().inOrganization(key.organization(), handle -> {
                    handle.execute("insert into effects values (?)", key.key());
                    throw new IllegalStateException("cut");
                }))
                .hasMessage("cut");
        long read = DATABASE.transactions()
                .inOrganization(
                        key.organization(),
                        handle -> handle.createQuery("select count(*) from effects")
                                .mapTo(Long.class)
                                .one());
        assertThat(read).isNotNegative();
        store().leave();
        runOut();
        assertThat(store().begin(key, ONE)).isInstanceOf(Outcome.Begun.class);
        assertThat(effects()).isZero();
    }

    @Test
    void aSlowHolderWhoseLeaseIsGoneChangesNothing() {
        Outcome.Begun slow = begun(key);
        runOut();
        Outcome.Begun next = begun(key);
        store().enter(key, slow.lease());
        assertThatThrownBy(this::act).isInstanceOf(ProblemException.class);
        store().leave();
        assertThat(effects()).isZero();
        store().enter(key, next.lease());
        act();
        store().leave();
        assertThat(effects()).isOne();
    }

    @Test
    void whatFailedAfterItChangedSomethingIsNotForgotten() {
        Outcome.Begun begun = begun(key);
        store().enter(key, begun.lease());
        act();
        store().leave();
        store().release(key, begun.lease());
        assertThat(store().begin(key, ONE)).isEqualTo(new Outcome.UnderWay());
    }

    @BeforeEach
    void makeEffects() {
        DATABASE.superuser().useHandle(handle -> {
            handle.execute("create table if not exists effects (key text not null)");
            handle.execute("grant all on effects to public");
        });
    }

    private void act() {
        DATABASE.transactions()
                .inOrganization(
                        key.organization(), handle -> handle.execute("insert into effects values (?)", key.key()));
    }

    private long effects() {
        return DATABASE.superuser()
                .withHandle(handle -> handle.createQuery("select count(*) from effects where key = ?")
                        .bind(0, key.key())
                        .mapTo(Long.class)
                        .one());
    }

    private void runOut() {
        DATABASE.superuser()
                .useHandle(handle -> handle.execute(
                        "update idempotency_keys set leased_until = now() - interval '1 second' where key = ?",
                        key.key()));
    }
}
