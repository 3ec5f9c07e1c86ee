package io.automationhub.hub.platform.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Roles and databases, made by the superuser. Names and passwords are quoted by the server, never here. */
final class PostgresRoles implements AutoCloseable {

    private final Connection connection;

    PostgresRoles(DatabaseAccess superuser) throws SQLException {
        this.connection = connect(superuser);
    }

    static Connection connect(DatabaseAccess access) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(access.credentials());
        properties.setProperty("connectTimeout", "10");
        return DriverManager.getConnection(access.jdbcUrl(), properties);
    }

    /** Makes an ordinary role that may log in, unless it is there. */
    void ensureRole(String name, String password) throws SQLException {
        if (!exists("select 1 from pg_roles where rolname = ?", name)) {
            executeFormatted("""
                    select format('create role %I login nosuperuser nocreatedb nocreaterole nobypassrls password %L', \
                    ?::text, ?::text)""", name, password);
        }
    }

    /** Makes a role that nobody logs in as but another may step down to, unless it is there. */
    void ensureGroup(String name, String member) throws SQLException {
        if (!exists("select 1 from pg_roles where rolname = ?", name)) {
            executeFormatted("select format('create role %I nologin', ?::text)", name);
        }
        executeFormatted("select format('grant %I to %I', ?::text, ?::text)", name, member);
    }

    /** Makes a database that only its owner may connect to, unless it is there. */
    void ensureDatabase(String name, String owner) throws SQLException {
        if (!exists("select 1 from pg_database where datname = ?", name)) {
            executeFormatted("select format('create database %I owner %I', ?::text, ?::text)", name, owner);
        }
        executeFormatted("select format('revoke all on database %I from public', ?::text)", name);
    }

    /** Removes a database and ends the connections to it. */
    void dropDatabase(String name) throws SQLException {
        executeFormatted("select format('drop database if exists %I with (force)', ?::text)", name);
    }

    /** The comment on a database; empty without one. */
    String comment(String database) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "select coalesce(shobj_description(oid, 'pg_database'), '') from pg_database where datname = ?")) {
            statement.setString(1, database);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getString(1) : "";
            }
        }
    }

    /** Sets the comment on a database. */
    void comment(String database, String text) throws SQLException {
        executeFormatted("select format('comment on database %I is %L', ?::text, ?::text)", database, text);
    }

    private boolean exists(String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private void executeFormatted(String query, String... arguments) throws SQLException {
        String command;
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setString(i + 1, arguments[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                command = rows.getString(1);
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
