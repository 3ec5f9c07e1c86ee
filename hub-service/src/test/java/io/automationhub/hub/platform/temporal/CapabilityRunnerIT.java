package io.automationhub.hub.platform.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.automationhub.agents.Manifests;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.web.Json;
import io.automationhub.hub.testing.TestClock;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.workflows.agent.Agent;
import io.automationhub.workflows.agent.AgentManifest;
import io.automationhub.workflows.agent.CapabilityCall;
import io.automationhub.workflows.agent.CapabilityContext;
import io.automationhub.workflows.agent.CapabilityManifest;
import io.automationhub.workflows.agent.Effect;
import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.host.HostActivities;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How calls are journalled by what they do. */
class CapabilityRunnerIT {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private final OrganizationId organization = DATABASE.organization("o" + Ids.next());
    private final AtomicInteger sent = new AtomicInteger();
    private final TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();
    private final Keepalive keepalive = new Keepalive();
    private HostActivities activities;
    private @Nullable ProblemType fails;

    @BeforeEach
    void start() {
        StepJournal journal = new StepJournal(DATABASE.transactions(), Json.mapper(), new TestClock());
        temporal.registerActivitiesImplementations(new CapabilityRunner(
                List.of(new Sender()),
                journal,
                (scope, stream, time, text) -> {},
                (scope, name, version) -> {
                    throw ProblemException.notFound("secret", name);
                },
                keepalive));
        activities = temporal.newActivityStub(HostActivities.class);
    }

    @AfterEach
    void stop() {
        temporal.close();
        keepalive.close();
    }

    /** What an agent says of a call counts: the manifest's effect is once for all of them. */
    private final class Sender implements Agent {

        @Override
        public AgentManifest manifest() {
            return Manifests.load("api-gateway");
        }

        @Override
        public Effect effect(CapabilityCall call, CapabilityManifest capability) {
            return Effect.valueOf(call.input().path("effect").asText());
        }

        @Override
        public JsonNode invoke(CapabilityContext context) {
            int number = sent.incrementAndGet();
            if (fails != null) {
                throw new ProblemException(fails, "It failed");
            }
            return JsonNodeFactory.instance.numberNode(number);
        }
    }

    @Test
    void whatOnlyReadsIsNotJournalled() {
        CapabilityCall call = call(Effect.NONE);
        assertThat(activities.invoke(call).asInt()).isEqualTo(1);
        assertThat(activities.invoke(call).asInt()).isEqualTo(2);
        assertThat(journalled()).isZero();
    }

    @Test
    void whatIsIdempotentIsAnsweredFromTheJournalOnceItEnded() {
        CapabilityCall call = call(Effect.IDEMPOTENT);
        fails = ProblemType.TIMEOUT;
        refused(ProblemType.TIMEOUT, call);
        fails = null;
        assertThat(activities.invoke(call).asInt()).isEqualTo(2);
        assertThat(activities.invoke(call).asInt()).isEqualTo(2);
        assertThat(sent).hasValue(2);
    }

    @Test
    void whatMustNotBeRepeatedIsNotOnceItsOutcomeIsUnknown() {
        CapabilityCall call = call(Effect.ONCE);
        fails = ProblemType.UPSTREAM_FAILED;
        refused(ProblemType.UPSTREAM_FAILED, call);
        fails = ProblemType.OUTCOME_UNKNOWN;
        refused(ProblemType.OUTCOME_UNKNOWN, call);
        fails = null;
        refused(ProblemType.OUTCOME_UNKNOWN, call);
        assertThat(sent).as("the last was not sent").hasValue(2);
    }

    private CapabilityCall call(Effect effect) {
        RunId run = new RunId(Ids.next());
        return new CapabilityCall(
                WorkScope.of(organization),
                run,
                "send",
                run + "/send",
                "api-gateway",
                "request",
                JsonNodeFactory.instance.objectNode().put("effect", effect.name()),
                null);
    }

    private void refused(ProblemType type, CapabilityCall call) {
        assertThatThrownBy(() -> activities.invoke(call))
                .isInstanceOf(ActivityFailure.class)
                .cause()
                .isInstanceOfSatisfying(
                        ApplicationFailure.class, e -> assertThat(e.getType()).isEqualTo(type.slug()));
    }

    private int journalled() {
        return DATABASE.superuser()
                .withHandle(handle -> handle.createQuery("select count(*) from step_journal where organization_id = ?")
                        .bind(0, organization.value())
                        .mapTo(Integer.class)
                        .one());
    }
}
