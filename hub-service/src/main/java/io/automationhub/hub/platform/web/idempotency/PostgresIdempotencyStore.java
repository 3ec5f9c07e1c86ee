package io.automationhub.hub.platform.web.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Keys in PostgreSQL, confined to the caller's organization. */
public final class PostgresIdempotencyStore implements IdempotencyStore {

    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    private final Transactions transactions;
    private final ObjectMapper mapper;

    public PostgresIdempotencyStore(Transactions transactions, ObjectMapper mapper) {
        this.transactions = transactions;
        this.mapper = mapper;
    }

    @Override
    public Outcome begin(IdempotencyKey key, byte[] fingerprint) {
        try {
            return transactions.inOrganization(key.organization(), handle -> begin(handle, key, fingerprint));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored answer cannot be read", e);
        }
    }

    private Outcome begin(Handle handle, IdempotencyKey key, byte[] fingerprint) throws JsonProcessingException {
        IdempotencyDao dao = handle.attach(IdempotencyDao.class);
        UUID lease = UUID.randomUUID();
        if (dao.take(key, fingerprint, lease) == 1) {
            return new Outcome.Begun(lease);
        }
        Optional<IdempotencyRow> found = dao.find(key, fingerprint);
        if (found.isEmpty()) {
            return new Outcome.UnderWay(); // Released in this very moment; the next attempt takes it.
        }
        return outcome(found.get());
    }

    private Outcome outcome(IdempotencyRow row) throws JsonProcessingException {
        if (!row.same()) {
            return new Outcome.Reused();
        }
        if (row.status() == null && row.interrupted()) {
            return new Outcome.Interrupted();
        }
        if (row.status() == null || row.headers() == null || row.body() == null) {
            return new Outcome.UnderWay();
        }
        return new Outcome.Answered(
                new StoredAnswer(row.status(), mapper.readValue(row.headers(), HEADERS), row.body()));
    }

    @Override
    public void enter(IdempotencyKey key, UUID lease) {
        transactions.beforeCommit(key.organization(), handle -> {
            IdempotencyDao dao = handle.attach(IdempotencyDao.class);
            if (dao.hasWritten() && dao.act(key, lease) == 0) {
                throw new ProblemException(ProblemType.CONFLICT, "The same request is being carried out by another");
            }
        });
    }

    @Override
    public void leave() {
        transactions.nothingBeforeCommit();
    }

    @Override
    public void finish(IdempotencyKey key, UUID lease, StoredAnswer answer) {
        String headers = mapper.valueToTree(answer.headers()).toString();
        transactions.inOrganization(
                key.organization(),
                handle -> handle.attach(IdempotencyDao.class)
                        .finish(key, lease, answer.status(), headers, answer.body()));
    }

    @Override
    public void release(IdempotencyKey key, UUID lease) {
        transactions.inOrganization(
                key.organization(),
                handle -> handle.attach(IdempotencyDao.class).release(key, lease));
    }

    /** Removes what is older than its 24 hours, of all organizations; returns how many. */
    public int removeExpired() {
        return transactions.asSystem(
                handle -> handle.attach(IdempotencyDao.class).removeExpired());
    }
}
