package io.automationhub.hub.platform.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The role statements of the application run as. Row-level security does not bind superusers and roles that could make
 * themselves one, and an owner can switch it off; so the application's connections step down to {@code hub_app}, which
 * owns nothing. A login that may make roles makes it; one that may not uses it where an administrator granted it, and
 * else works as itself: forced row-level security binds it although it owns the tables.
 */
final class ApplicationRole {

    private static final String NAME = "hub_app";

    private static final String LOGIN = """
            select rolname,
                   rolsuper or rolbypassrls or rolcreaterole as strong,
                   exists (select from pg_roles app
                           where app.rolname = 'hub_app' and pg_has_role(session_user, app.oid, 'member')) as member
            from pg_roles where rolname = session_user
            """;

    private final String login;
    private final boolean strong;
    private final boolean member;

    private ApplicationRole(String login, boolean strong, boolean member) {
        this.login = login;
        this.strong = strong;
        this.member = member;
    }

    private static ApplicationRole of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(LOGIN)) {
            row.next();
            return new ApplicationRole(row.getString("rolname"), row.getBoolean("strong"), row.getBoolean("member"));
        }
    }

    /** Makes the weaker role where the login may. */
    static void ensure(Connection owner) throws SQLException {
        if (of(owner).strong) {
            run(owner, """
                    do $$ begin
                      create role hub_app nologin nosuperuser nobypassrls nocreaterole nocreatedb;
                    exception when duplicate_object or unique_violation then null;
                    end $$""");
            run(owner, "grant hub_app to session_user");
        }
    }

    /** Lets the weaker role work with what the migrations made. */
    static void grant(Connection owner) throws SQLException {
        if (of(owner).stepsDown()) {
            for (String statement : List.of(
                    "grant usage on schema public to hub_app",
                    "grant select, insert, update, delete on all tables in schema public to hub_app",
                    "grant usage, select on all sequences in schema public to hub_app",
                    "revoke all on databasechangelog, databasechangeloglock, schema_stamp from hub_app")) {
                run(owner, statement);
            }
        }
    }

    /** The role for the application's connections of a login. */
    static String confined(Connection connection) throws SQLException {
        ApplicationRole role = of(connection);
        return role.stepsDown() ? NAME : role.login;
    }

    /** The statement that begins a session of the application: its role, and limits on what may run away. */
    static String session(String role) {
        return "set role \"" + role.replace("\"", "\"\"") + "\"; set statement_timeout = '30s';"
                + " set idle_in_transaction_session_timeout = '60s'";
    }

    private boolean stepsDown() {
        return strong || member;
    }

    private static void run(Connection connection, String text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }
}
