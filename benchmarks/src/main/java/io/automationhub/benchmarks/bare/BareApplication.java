package io.automationhub.benchmarks.bare;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.dropwizard.core.Application;
import io.dropwizard.core.setup.Environment;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/** A bare Dropwizard program with one endpoint on JDBI: no key, no scope, no tenant, no contract, no limit, no log. */
public final class BareApplication extends Application<BareConfiguration> {

    /** Arguments: {@code server} and a configuration file. */
    public static void main(String[] arguments) throws Exception {
        new BareApplication().run(arguments);
    }

    @Override
    public void run(BareConfiguration configuration, Environment environment) {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(configuration.url());
        pool.setUsername(configuration.user());
        pool.setPassword(configuration.password());
        pool.setMaximumPoolSize(configuration.poolSize());
        HikariDataSource source = new HikariDataSource(pool);
        Jdbi jdbi = Jdbi.create(source).installPlugin(new PostgresPlugin());
        environment.jersey().register(new BareResource(jdbi, environment.getObjectMapper()));
    }
}
