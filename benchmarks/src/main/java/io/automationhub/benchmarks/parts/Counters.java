package io.automationhub.benchmarks.parts;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * What PostgreSQL counted since it was started: figures without noise.
 *
 * @param commits committed transactions of all databases, reads included
 * @param flushes times the write-ahead log was flushed to disk
 * @param walBytes bytes of write-ahead log
 */
public record Counters(long commits, long flushes, long walBytes) {

    /** Sessions report what they did at most this long after they fell idle. */
    private static final long REPORTED_AFTER_MILLIS = 11_000;

    private static final String READ = """
            select (select sum(xact_commit) from pg_stat_database),
                   (select coalesce(sum(fsyncs), 0) from pg_stat_io where object = 'wal'),
                   (select wal_bytes from pg_stat_wal)
            """;

    /** Reads them once every session has reported. */
    public static Counters read(Hub hub) throws IOException, SQLException, InterruptedException {
        Thread.sleep(REPORTED_AFTER_MILLIS);
        Properties embedded = hub.embedded();
        Properties login = new Properties();
        login.setProperty("user", "postgres");
        login.setProperty("password", embedded.getProperty("postgres.superuser.password", ""));
        try (Connection connection = DriverManager.getConnection(url(hub, "postgres"), login);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(READ)) {
            row.next();
            return new Counters(row.getLong(1), row.getLong(2), row.getLong(3));
        }
    }

    /** Where a database of the hub's PostgreSQL is. */
    public static String url(Hub hub, String database) throws IOException {
        return "jdbc:postgresql://127.0.0.1:" + hub.embedded().getProperty("postgres.port") + "/" + database;
    }

    /** What was counted since an earlier reading. */
    public Counters since(Counters before) {
        return new Counters(commits - before.commits, flushes - before.flushes, walBytes - before.walBytes);
    }
}
