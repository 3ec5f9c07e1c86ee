package io.automationhub.agents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.workflows.agent.AgentManifest;
import io.automationhub.workflows.agent.CapabilityManifest;
import io.automationhub.workflows.agent.JsonContract;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Spliterator;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every built-in agent keeps: a correct manifest, schemas with {@code examples}, and records that agree with them.
 */
public abstract class AgentContractTest {

    /** The agent; its collaborators are not called. */
    protected abstract TypedAgent agent();

    @Test
    void theManifestIsCorrect() {
        AgentManifest manifest = agent().manifest();
        Manifests.check(manifest);
        assertThat(AgentJson.mapper().convertValue(AgentJson.mapper().valueToTree(manifest), AgentManifest.class))
                .as("survives JSON")
                .isEqualTo(manifest);
    }

    @TestFactory
    List<DynamicTest> inputsAgreeWithTheirRecords() {
        return agent().handlers().stream()
                .map(handler -> DynamicTest.dynamicTest(handler.capability(), () -> inputAgrees(handler)))
                .toList();
    }

    @TestFactory
    List<DynamicTest> outputsAgreeWithTheirRecords() {
        return agent().handlers().stream()
                .map(handler -> DynamicTest.dynamicTest(handler.capability(), () -> outputAgrees(handler)))
                .toList();
    }

    private void inputAgrees(Handler<?, ?> handler) {
        JsonNode schema = capability(handler).input();
        assertThat(names(handler.input())).containsExactlyInAnyOrderElementsOf(names(schema));
        assertThat(schema.path("additionalProperties").isBoolean()).as("closed").isTrue();
        JsonContract contract = JsonContract.of(schema);
        for (JsonNode example : examples(schema)) {
            assertThat(contract.errors(example)).as("example %s", example).isEmpty();
            JsonNode seen = AgentJson.mapper().valueToTree(agent().read(handler.capability(), example));
            assertThat(covers(seen, example)).as("%s keeps %s", seen, example).isTrue();
        }
    }

    private void outputAgrees(Handler<?, ?> handler) throws Exception {
        JsonNode schema = capability(handler).output();
        assertThat(names(handler.output())).containsExactlyInAnyOrderElementsOf(names(schema));
        JsonContract contract = JsonContract.of(schema);
        for (JsonNode example : examples(schema)) {
            JsonNode written =
                    AgentJson.mapper().valueToTree(AgentJson.mapper().treeToValue(example, handler.output()));
            assertThat(contract.errors(written)).as("example %s", written).isEmpty();
            assertThat(covers(written, example))
                    .as("%s keeps %s", written, example)
                    .isTrue();
        }
    }

    private CapabilityManifest capability(Handler<?, ?> handler) {
        return agent().manifest().capabilities().stream()
                .filter(capability -> capability.name().equals(handler.capability()))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> names(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }

    private static List<String> names(JsonNode schema) {
        return schema.path("properties").properties().stream()
                .map(java.util.Map.Entry::getKey)
                .toList();
    }

    private static List<JsonNode> examples(JsonNode schema) {
        Spliterator<JsonNode> each = schema.path("examples").spliterator();
        List<JsonNode> examples = StreamSupport.stream(each, false).toList();
        assertThat(examples).as("examples in the schema").isNotEmpty();
        return examples;
    }

    /** Whether all of the example is found in what was made of it; numbers by value, more properties allowed. */
    private static boolean covers(JsonNode made, JsonNode example) {
        if (example instanceof ObjectNode object) {
            return object.properties().stream().allMatch(each -> covers(made.path(each.getKey()), each.getValue()));
        }
        if (example.isArray()) {
            return made.size() == example.size()
                    && java.util.stream.IntStream.range(0, example.size())
                            .allMatch(i -> covers(made.path(i), example.path(i)));
        }
        return example.isNumber()
                ? made.isNumber() && made.decimalValue().compareTo(example.decimalValue()) == 0
                : made.equals(example);
    }
}
