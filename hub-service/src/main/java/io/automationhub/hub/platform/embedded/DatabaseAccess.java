package io.automationhub.hub.platform.embedded;

import java.net.URI;
import java.util.Map;

/**
 * How to reach a PostgreSQL database.
 *
 * @param jdbcUrl address for the JDBC driver, without credentials
 * @param user role to log in as
 * @param password its password; never printed
 */
public record DatabaseAccess(String jdbcUrl, String user, String password) {

    static DatabaseAccess onLoopback(int port, String database, String user, String password) {
        return new DatabaseAccess("jdbc:postgresql://127.0.0.1:" + port + "/" + database, user, password);
    }

    /** The form the JDBC driver takes credentials in. */
    public Map<String, String> credentials() {
        return Map.of("user", user, "password", password);
    }

    /** Host and port. */
    String address() {
        return URI.create(jdbcUrl.substring("jdbc:".length())).getAuthority();
    }

    /** Name of the database. */
    String database() {
        return URI.create(jdbcUrl.substring("jdbc:".length())).getPath().substring(1);
    }

    @Override
    public String toString() {
        return "DatabaseAccess[" + jdbcUrl + ", " + user + "]";
    }
}
