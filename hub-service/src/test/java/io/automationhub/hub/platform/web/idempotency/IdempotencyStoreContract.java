package io.automationhub.hub.platform.web.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import io.automationhub.hub.platform.web.idempotency.IdempotencyStore.Outcome;
import io.automationhub.hub.testing.ApiServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every store of idempotency keys does. */
abstract class IdempotencyStoreContract {

    static final byte[] ONE = new byte[32];
    static final byte[] OTHER = new byte[32];

    static {
        OTHER[0] = 1;
    }

    final IdempotencyKey key = new IdempotencyKey(
            ApiServer.ORGANIZATION, "api-key:a", "create", UUID.randomUUID().toString());

    abstract IdempotencyStore store();

    @Test
    void keepsWhatSucceeded() {
        Outcome.Begun begun = begun(key);
        assertThat(store().begin(key, ONE)).isEqualTo(new Outcome.UnderWay());
        assertThat(store().begin(key, OTHER)).isEqualTo(new Outcome.Reused());
        byte[] body = "{\"a\":\"ä\"}".getBytes(StandardCharsets.UTF_8);
        store().finish(key, begun.lease(), new StoredAnswer(201, Map.of("Location", "/x"), body));
        assertThat(store().begin(key, ONE)).isInstanceOfSatisfying(Outcome.Answered.class, found -> {
            assertThat(found.answer().status()).isEqualTo(201);
            assertThat(found.answer().headers()).isEqualTo(Map.of("Location", "/x"));
            assertThat(found.answer().body()).isEqualTo(body);
        });
        assertThat(store().begin(key, OTHER)).isEqualTo(new Outcome.Reused());
    }

    @Test
    void forgetsWhatFailed() {
        Outcome.Begun first = begun(key);
        store().release(key, first.lease());
        Outcome.Begun second = begun(key);
        store().release(key, first.lease());
        store().finish(key, first.lease(), new StoredAnswer(200, Map.of(), new byte[0]));
        assertThat(store().begin(key, ONE)).isEqualTo(new Outcome.UnderWay());
        store().finish(key, second.lease(), new StoredAnswer(200, Map.of(), new byte[0]));
        store().release(key, second.lease());
        assertThat(store().begin(key, ONE)).isInstanceOf(Outcome.Answered.class);
    }

    @Test
    void keepsCallersAndOperationsApart() {
        begun(key);
        begun(new IdempotencyKey(key.organization(), "api-key:b", key.operation(), key.key()));
        begun(new IdempotencyKey(key.organization(), key.subject(), "other", key.key()));
    }

    @Test
    void letsOneOfManyBegin() throws Exception {
        List<Callable<Outcome>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(() -> store().begin(key, ONE));
        }
        int begun = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Outcome> one : threads.invokeAll(all)) {
                begun += one.get() instanceof Outcome.Begun ? 1 : 0;
            }
        }
        assertThat(begun).isEqualTo(1);
    }

    final Outcome.Begun begun(IdempotencyKey fresh) {
        Outcome outcome = store().begin(fresh, ONE);
        assertThat(outcome).isInstanceOf(Outcome.Begun.class);
        return (Outcome.Begun) outcome;
    }
}
