package io.automationhub.hub.platform.temporal;

import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.workflows.flow.LargeValues;
import io.automationhub.workflows.problem.ProblemException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Large values in PostgreSQL, named by the SHA-256 of their content. */
public final class LargeValueStore implements LargeValues {

    private final Transactions transactions;

    public LargeValueStore(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public String put(byte[] value) {
        String id = HexFormat.of().formatHex(sha256(value));
        transactions.asSystem(handle -> handle.attach(Dao.class).insert(id, value));
        return id;
    }

    @Override
    public byte[] get(String id) {
        return transactions
                .asSystem(handle -> handle.attach(Dao.class).byId(id))
                .orElseThrow(() -> ProblemException.notFound("large value", id));
    }

    private static byte[] sha256(byte[] value) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Statements on {@code large_values}, which belong to no tenant: only workflow histories name them. */
    interface Dao {

        @SqlUpdate("insert into large_values (id, content) values (:id, :content) on conflict (id) do nothing")
        int insert(String id, byte[] content);

        @SqlQuery("select content from large_values where id = :id")
        Optional<byte[]> byId(String id);
    }
}
