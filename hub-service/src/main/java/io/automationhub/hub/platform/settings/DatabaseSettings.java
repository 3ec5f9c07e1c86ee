package io.automationhub.hub.platform.settings;

/**
 * A PostgreSQL server of the operator's own.
 *
 * @param jdbcUrl address for the JDBC driver, without credentials
 * @param user role to log in as
 * @param password its password, possibly empty; never printed
 */
public record DatabaseSettings(String jdbcUrl, String user, String password) {

    @Override
    public String toString() {
        return "DatabaseSettings[" + jdbcUrl + ", " + user + "]";
    }
}
