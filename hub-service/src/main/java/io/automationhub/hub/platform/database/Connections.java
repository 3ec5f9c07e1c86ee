package io.automationhub.hub.platform.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Makes connections of the PostgreSQL driver from settings. */
final class Connections {

    private static final int CONNECT_SECONDS = 5;

    private Connections() {}

    static DataSource source(DatabaseSettings settings) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {settings.host()});
        source.setPortNumbers(new int[] {settings.port()});
        source.setDatabaseName(settings.database());
        source.setUser(settings.user());
        source.setPassword(settings.password());
        source.setApplicationName("automation-hub");
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setTcpKeepAlive(true);
        for (Map.Entry<String, String> option : settings.options().entrySet()) {
            source.setProperty(option.getKey(), option.getValue());
        }
        return source;
    }

    static Connection open(DatabaseSettings settings) throws SQLException {
        return source(settings).getConnection();
    }
}
