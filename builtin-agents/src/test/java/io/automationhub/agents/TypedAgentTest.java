package io.automationhub.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.automationhub.workflows.agent.AgentManifest;
import io.automationhub.workflows.agent.CapabilityManifest;
import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TypedAgentTest extends AgentContractTest {

    record Greet(String name, int times) {}

    record Greeting(String text) {}

    private static final class Greeter extends TypedAgent {
        Greeter(Handler<?, ?>... handlers) {
            super("greeter", handlers);
        }
    }

    private static final Handler<Greet, Greeting> GREET =
            Handler.on("greet", Greet.class, Greeting.class, (input, context) -> {
                context.log("greeting");
                return new Greeting(
                        "Hello " + (input.name() + " ").repeat(input.times()).strip());
            });

    @Override
    protected TypedAgent agent() {
        return new Greeter(GREET);
    }

    @Test
    void recordsGoInAndOutAsJsonWithDefaults() throws Exception {
        FakeContext call = FakeContext.of("greeter", "greet", Map.of("name", "Ada"));
        assertThat(agent().invoke(call).toString()).isEqualTo("{\"text\":\"Hello Ada\"}");
        assertThat(call.log()).containsExactly("greeting");
    }

    @Test
    void anIllTypedInputIsAProblemWithItsPointer() {
        FakeContext call = FakeContext.of("greeter", "greet", Map.of("name", "Ada", "times", "often"));
        assertThatThrownBy(() -> agent().invoke(call)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.type()).isEqualTo(ProblemType.INVALID);
            assertThat(e.errors()).extracting(FieldError::pointer).containsExactly("/times");
        });
    }

    @Test
    void anUnknownCapabilityIsNotFound() {
        FakeContext call = FakeContext.of("greeter", "shout", Map.of());
        assertThatThrownBy(() -> agent().invoke(call))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.NOT_FOUND));
    }

    @Test
    void handlersAndManifestMustMatchOneToOne() {
        assertThatThrownBy(Greeter::new)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("greeter/greet has no handler");
        assertThatThrownBy(() -> new Greeter(GREET, GREET)).hasMessageContaining("two handlers");
        assertThatThrownBy(() -> new Greeter(
                        GREET, Handler.on("wave", Greet.class, Greeting.class, (in, context) -> new Greeting("o/"))))
                .hasMessageContaining("[wave]");
    }

    @Test
    void aMissingManifestIsADefect() {
        assertThatThrownBy(() -> Manifests.load("nobody")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aWrongManifestIsRefusedWithPointers() {
        CapabilityManifest greet = agent().manifest().capabilities().getFirst();
        CapabilityManifest wrong = new CapabilityManifest(
                "Greet",
                List.of("noslash", "hello/say", "hello/say"),
                " ",
                JsonNodeFactory.instance.objectNode().put("type", "thing"),
                greet.output(),
                greet.effect(),
                Duration.ZERO,
                greet.placement());
        AgentManifest manifest = new AgentManifest("gree_ter", "G", "one", "examples", "d", List.of(wrong));
        assertThatThrownBy(() -> Manifests.check(manifest))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.errors())
                                .extracting(FieldError::pointer)
                                .contains(
                                        "/slug",
                                        "/version",
                                        "/capabilities/0/name",
                                        "/capabilities/0/aliases/0",
                                        "/capabilities/0/aliases/2",
                                        "/capabilities/0/description",
                                        "/capabilities/0/timeLimit",
                                        "/capabilities/0/usualTime",
                                        "/capabilities/0/input/type"));
    }
}
