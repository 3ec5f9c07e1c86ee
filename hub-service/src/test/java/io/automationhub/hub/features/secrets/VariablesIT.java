package io.automationhub.hub.features.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.testing.TestClock;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.hub.testing.TestKeys;
import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class VariablesIT {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private final TestClock clock = new TestClock();
    private final OrganizationId organization = DATABASE.organization("o" + Ids.next());
    private final UUID project = Ids.next();
    private final UUID environment = Ids.next();
    private final Caller caller = new Caller(organization, "test", Set.of("write"), Set.of());
    private final VariableService variables = new VariableService(
            DATABASE.transactions(),
            new ScopeReader(new FakePlaces().add(project, "shop", environment)),
            new AuditService(DATABASE.transactions(), TestKeys.envelope(), clock),
            clock);

    @Test
    void theNarrowestScopeCounts() {
        variables.put(caller, "A", null, "organization", null);
        variables.put(caller, "B", null, "organization", null);
        variables.put(caller, "B", "project:shop", "project", null);
        variables.put(caller, "C", "project:shop", "project", null);
        variables.put(caller, "C", "environment:" + environment, "environment", null);
        assertThat(visible(new WorkScope(organization, project, environment)))
                .isEqualTo(Map.of("A", "organization", "B", "project", "C", "environment"));
        assertThat(visible(WorkScope.of(organization))).isEqualTo(Map.of("A", "organization", "B", "organization"));
    }

    @Test
    void changesCountAndAreHeldToWhatWasSeen() {
        assertThat(variables.put(caller, "A", null, "one", null).version()).isEqualTo(1);
        Variable second = variables.put(caller, "A", null, "two", "\"v1\"");
        assertThat(second.version()).isEqualTo(2);
        problem(ProblemType.PRECONDITION_FAILED, () -> variables.put(caller, "A", null, "three", "\"v1\""));
        assertThat(variables.get(caller, "A", null)).isEqualTo(second);
        assertThat(variables.list(caller, null, null, 50)).containsExactly(second);
        assertThat(variables.list(caller, null, "A", 50)).isEmpty();
        variables.delete(caller, "A", null, "\"v2\"");
        problem(ProblemType.NOT_FOUND, () -> variables.delete(caller, "A", null, null));
    }

    @Test
    void otherTenantsVariablesAreNotThere() {
        variables.put(caller, "A", null, "value", null);
        Caller stranger = new Caller(DATABASE.organization("s" + Ids.next()), "test", Set.of("admin"), Set.of());
        problem(ProblemType.NOT_FOUND, () -> variables.get(stranger, "A", null));
        assertThat(variables.list(stranger, null, null, 50)).isEmpty();
        assertThat(variables.list(caller, null, null, 50)).hasSize(1);
        assertThatThrownBy(() -> DATABASE.database()
                        .jdbi()
                        .withExtension(
                                VariableDao.class,
                                dao -> dao.page(organization, ValueScope.of(organization), null, 50)))
                .hasMessageContaining("names no organization");
    }

    @Test
    void refusesWhatNoEnvironmentVariableMayBe() {
        problem(ProblemType.INVALID, () -> variables.put(caller, "A-B", null, "value", null));
        problem(ProblemType.INVALID, () -> variables.put(caller, "A", null, "a\0b", null));
        problem(ProblemType.INVALID, () -> variables.put(caller, "A", null, "x".repeat(32_769), null));
    }

    private Map<String, String> visible(WorkScope scope) {
        return DATABASE.transactions().inOrganization(organization, handle -> variables.visible(handle, scope));
    }

    private static void problem(ProblemType type, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(type));
    }
}
