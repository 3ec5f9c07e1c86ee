package io.automationhub.hub.platform.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The role statements of the application run as. Row-level security does not bind superusers, roles with
 * {@code bypassrls}, and roles that could make themselves one; so where the login is such a role, the application's
 * connections step down to {@value #NAME}, which owns nothing. A login without such rights is used as it is: forced
 * row-level security binds it although it owns the tables.
 */
final class ApplicationRole {

    static final String NAME = "hub_app";

    private static final String LOGIN = """
            select rolname, rolsuper or rolbypassrls or rolcreaterole as strong
            from pg_roles where rolname = session_user
            """;

    private ApplicationRole() {}

    /** Makes the weaker role where the login can and must; does nothing otherwise. */
    static void ensure(Connection owner) throws SQLException {
        if (!isStrong(owner)) {
            return;
        }
        run(owner, """
                do $$ begin
                  if not exists (select from pg_roles where rolname = 'hub_app') then
                    create role hub_app nologin nosuperuser nobypassrls nocreaterole nocreatedb;
                  end if;
                exception when duplicate_object or unique_violation then null;
                end $$""", "grant hub_app to session_user");
    }

    /** Lets the weaker role work with what the migrations made. */
    static void grant(Connection owner) throws SQLException {
        if (!isStrong(owner)) {
            return;
        }
        for (String statement : List.of(
                "grant usage on schema public to hub_app",
                "grant select, insert, update, delete on all tables in schema public to hub_app",
                "grant usage, select on all sequences in schema public to hub_app",
                "revoke all on databasechangelog, databasechangeloglock, schema_stamp from hub_app")) {
            run(owner, statement);
        }
    }

    /**
     * The role for the application's connections.
     *
     * @throws SQLException when the login is strong and the weaker role was not made
     */
    static String confined(Connection login) throws SQLException {
        try (Statement statement = login.createStatement();
                ResultSet row = statement.executeQuery(LOGIN)) {
            row.next();
            return row.getBoolean("strong") ? NAME : row.getString("rolname");
        }
    }

    /** The statement that begins a session of the application: its role, and limits on what may run away. */
    static String session(String role) {
        return "set role \"" + role.replace("\"", "\"\"") + "\"; set statement_timeout = '30s';"
                + " set idle_in_transaction_session_timeout = '60s'";
    }

    private static boolean isStrong(Connection connection) throws SQLException {
        return confined(connection).equals(NAME);
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        for (String text : statements) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(text);
            }
        }
    }
}
