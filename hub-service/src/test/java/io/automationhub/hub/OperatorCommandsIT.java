package io.automationhub.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.platform.database.DatabaseSettings;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.security.Envelope;
import io.automationhub.hub.platform.security.MasterKeys;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.hub.testing.TestKeys;
import io.automationhub.workflows.ids.OrganizationId;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The commands as an operator runs them, each in a program of its own, on a real database. */
class OperatorCommandsIT {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @TempDir
    Path data = Path.of("");

    private record Ended(int status, String output) {}

    private Ended run(String masterKey, String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HubApplication.class.getName())
                .redirectErrorStream(true);
        builder.command().addAll(List.of(arguments));
        builder.environment().clear();
        builder.environment().put("DATABASE_URL", url());
        builder.environment().put("HUB_DATA_DIR", data.toString());
        builder.environment().put("APP_MASTER_KEY", masterKey);
        // Nobody listens there, and nobody is asked.
        builder.environment().put("TEMPORAL_ADDRESS", "127.0.0.1:1");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    private static String url() {
        DatabaseSettings settings = DATABASE.settings();
        return "postgresql://" + encoded(settings.user()) + ":" + encoded(settings.password()) + "@" + settings.host()
                + ":" + settings.port() + "/" + settings.database();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void record(OrganizationId organization, MasterKeys keys, int entries) {
        AuditService audit = new AuditService(DATABASE.transactions(), new Envelope(keys), Clock.systemUTC());
        Caller caller = new Caller(organization, "api-key:test", Set.of("admin"), Set.of());
        for (int i = 0; i < entries; i++) {
            DATABASE.transactions().inOrganization(organization, handle -> {
                audit.record(handle, caller, "thing.created", "thing", "t", JsonNodeFactory.instance.objectNode());
                return null;
            });
        }
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.US_ASCII);
    }

    @Test
    void changesTheKeyInTheDataFolderAndFindsTampering() throws Exception {
        Path file = data.resolve("master.key");
        OrganizationId organization = DATABASE.organization("commands");
        record(organization, MasterKeys.load(null, file), 3);
        List<String> before = lines(file);

        Ended rotated = run("", "rotate-master-key");
        assertThat(rotated.status()).as(rotated.output()).isZero();
        assertThat(lines(file)).hasSize(1).doesNotContainAnyElementsOf(before);

        Ended intact = run("", "verify-audit");
        assertThat(intact.status()).as(intact.output()).isZero();
        assertThat(intact.output()).contains("Organization " + organization + ": 3 entries are in order");

        DATABASE.superuser().useHandle(handle -> {
            handle.execute("set session_replication_role = replica");
            assertThat(handle.execute(
                            "update audit_entries set subject = 'nobody' where organization_id = ? and sequence = 2",
                            organization.value()))
                    .isOne();
        });
        Ended broken = run("", "verify-audit");
        assertThat(broken.status()).as(broken.output()).isOne();
        assertThat(broken.output()).contains("Entry 2 was changed").doesNotContain("Entry 3", "\tat ");
    }

    @Test
    void wantsBothKeysWhereTheyAreGiven() throws Exception {
        Ended one = run(TestKeys.random(), "rotate-master-key");
        assertThat(one.status()).as(one.output()).isOne();
        assertThat(one.output()).contains("behind it the old one").doesNotContain("\tat ");
    }

    @Test
    void refusesToStartWithAKeyThatCanBeGuessed() throws Exception {
        String zeros = Base64.getEncoder().encodeToString(new byte[32]);
        Ended ended = run(zeros, "server");
        assertThat(ended.status()).as(ended.output()).isOne();
        assertThat(ended.output())
                .contains("can be guessed")
                .doesNotContain("\tat ")
                .doesNotContain(zeros);
    }

    @Test
    void misuseEndsWithTwo() throws Exception {
        assertThat(run("", "no-such-command").status()).isEqualTo(2);
        assertThat(run("short", "verify-audit").status()).isEqualTo(2);
    }
}
