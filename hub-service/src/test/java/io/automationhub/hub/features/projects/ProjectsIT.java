package io.automationhub.hub.features.projects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.features.events.EventService;
import io.automationhub.hub.features.secrets.ScopePurge;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.realtime.PostgresSignals;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.Json;
import io.automationhub.hub.testing.TestClock;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.hub.testing.TestKeys;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProjectsIT {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private final TestClock clock = new TestClock();
    private final ObjectMapper json = Json.mapper();
    private final Transactions transactions = DATABASE.transactions();
    private final OrganizationId organization = DATABASE.organization("o" + Ids.next());
    private final Caller caller = new Caller(organization, "test", Set.of("admin"), Set.of());
    /** Domains are one space for all organizations. */
    private final String apps = organization + ".example";

    private final PostgresSignals signals = new PostgresSignals(DATABASE.database()::connect);
    private final AuditService audit = new AuditService(transactions, TestKeys.envelope(), clock);
    private final EventService events = new EventService(transactions, signals, json);
    private final SettingsPatch patches = new SettingsPatch((schema, document) -> List.of(), json);
    private final ScopePurge purge = new ScopePurge();
    private final EnvironmentService environments =
            new EnvironmentService(transactions, audit, events, purge, patches, json, clock, apps);
    private final ProjectService projects =
            new ProjectService(transactions, environments, audit, events, purge, patches, json, clock);

    @AfterEach
    void close() {
        signals.close();
    }

    @Test
    void aProjectComesWithProductionUnderADomainOfItsOwn() {
        Project shop = create("shop", "Shop");

        assertThat(environments.list(caller, shop, null, 10)).singleElement().satisfies(production -> {
            assertThat(production.slug()).isEqualTo("production");
            assertThat(production.domains()).containsExactly("shop." + apps);
            assertThat(production.currentRelease()).isNull();
        });
        refused(ProblemType.CONFLICT, () -> create("shop", "Another"));
        assertThat(create(null, "Ünser Laden!").slug()).matches("[a-z0-9-]+");
    }

    @Test
    void aDomainBelongsToOneEnvironment() {
        Project shop = create("shop", "Shop");
        environment(shop, "staging", List.of("staging." + apps));

        refused(ProblemType.CONFLICT, () -> environment(shop, "preview", List.of("staging." + apps)));
        refused(ProblemType.CONFLICT, () -> environment(shop, "staging", List.of()));
        refused(ProblemType.INVALID, () -> environment(shop, "broken", List.of("not a domain")));

        environments.delete(caller, staging(shop).toString(), null);
        assertThat(environment(shop, "preview", List.of("staging." + apps)).domains())
                .containsExactly("staging." + apps);
    }

    @Test
    void aPatchChangesWhatItNamesAndHoldsToTheVersionSeen() {
        Project shop = create("shop", "Shop");
        JsonNode rename = JsonNodeFactory.instance.objectNode().put("name", "The shop");

        Project renamed = projects.update(caller, "shop", rename, "\"v1\"");

        assertThat(renamed.name()).isEqualTo("The shop");
        assertThat(renamed.source()).isEqualTo(shop.source());
        refused(ProblemType.PRECONDITION_FAILED, () -> projects.update(caller, "shop", rename, "\"v1\""));
        refused(ProblemType.PRECONDITION_FAILED, () -> projects.delete(caller, "shop", "\"v1\""));
    }

    @Test
    void whatIsDeletedTakesItsSecretsAndVariablesAlong() {
        Project shop = create("shop", "Shop");
        Project other = create("other", "Other");
        environment(shop, "staging", List.of());
        UUID staging = staging(shop);
        value("environment", staging);
        value("project", shop.id().value());
        value("project", other.id().value());
        assertThat(values()).isEqualTo(6);

        environments.delete(caller, staging.toString(), null);
        assertThat(values()).isEqualTo(4);
        projects.delete(caller, "shop", null);

        assertThat(values()).as("those of the other project").isEqualTo(2);
        refused(ProblemType.NOT_FOUND, () -> projects.delete(caller, "shop", null));
        // A slug that is free again may be taken.
        assertThat(create("shop", "Shop").id()).isNotEqualTo(shop.id());
    }

    @Test
    void nothingOfAnotherOrganizationIsThere() {
        create("shop", "Shop");
        OrganizationId elsewhere = DATABASE.organization("o" + Ids.next());
        Caller stranger = new Caller(elsewhere, "stranger", Set.of("admin"), Set.of());

        refused(ProblemType.NOT_FOUND, () -> projects.get(stranger, "shop"));
        assertThat(projects.list(stranger, null, 10)).isEmpty();
        assertThat(projects.list(caller, null, 10)).hasSize(1);
    }

    private Project create(@Nullable String slug, String name) {
        Source source = new Source(Source.Type.IMAGE, null, null, null, "example/app:1");
        return projects.create(caller, new CreateProject(slug, name, source, null, null));
    }

    private Environment environment(Project project, String slug, List<String> domains) {
        return environments.create(caller, project, new CreateEnvironment(slug, null, null, domains, null));
    }

    private UUID staging(Project project) {
        return environments.list(caller, project, null, 10).stream()
                .filter(environment -> environment.slug().equals("staging"))
                .findFirst()
                .orElseThrow()
                .id()
                .value();
    }

    /** A variable and a secret. */
    private void value(String kind, UUID id) {
        DATABASE.superuser().useHandle(handle -> {
            handle.createUpdate("""
                            insert into variables (organization_id, scope_kind, scope_id, name, value, version,
                              created_at, updated_at)
                            values (:organization, :kind, :id, 'NAME', 'value', 1, now(), now())""")
                    .bind("organization", organization.value())
                    .bind("kind", kind)
                    .bind("id", id)
                    .execute();
            handle.createUpdate("""
                            insert into secrets (organization_id, id, scope_kind, scope_id, name, version, created_at,
                              updated_at, updated_by)
                            values (:organization, gen_random_uuid(), :kind, :id, 'TOKEN', 1, now(), now(), 'test')""")
                    .bind("organization", organization.value())
                    .bind("kind", kind)
                    .bind("id", id)
                    .execute();
        });
    }

    private int values() {
        return DATABASE.superuser()
                .withHandle(handle -> handle.createQuery("""
                                select (select count(*) from variables where organization_id = :organization)
                                     + (select count(*) from secrets where organization_id = :organization)""")
                        .bind("organization", organization.value())
                        .mapTo(Integer.class)
                        .one());
    }

    private static void refused(ProblemType type, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(type));
    }
}
