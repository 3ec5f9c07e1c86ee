package io.automationhub.workflows.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.workflows.definition.DefinitionParser.Parsed;
import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionParserTest {

    private static final String WHOLE = """
            # comments are welcome
            schemaVersion: 1
            name: release-and-tell
            description: Build, ask, roll out.
            inputs:
              type: object
              required: [ref]
              properties: { ref: { type: string, pattern: '^[a-z]+$' }, hosts: { type: array, items: { type: string }, default: [local] } }
            concurrency: { group: "release/${{ inputs.ref }}", limit: 1, onConflict: supersede }
            timeout: 2h
            failFast: true
            compensateOnCancel: false
            retention: { days: 30, runs: 500 }
            steps:
              - id: checks
                uses: http/request
                with: { url: "https://ci.example/${{ inputs.ref }}" }
                retry: { maxAttempts: 5, initialInterval: 2s, backoff: 1.5, maxInterval: 1m, on: [timeout, upstream] }
              - id: rollout
                name: Roll out
                needs: checks
                if: ${{ steps.checks.output.status == 200 }}
                forEach: { items: "${{ inputs.hosts }}", maxParallel: 1, maxFailures: 0 }
                uses: deployment/rollout@1
                host: "${{ item }}"
                with: { host: "${{ item }}" }
                timeout: 1h30m
                compensate: { uses: deployment/rollback, with: { host: "${{ item }}" }, retry: { maxAttempts: 9 }, timeout: 5m }
              - { id: poll, uses: http/request, needs: [rollout], repeat: { until: output.done, every: 500ms, maxTimes: 3 }, onError: { continue: true } }
              - { id: tell, uses: notification/send, needs: [poll], if: true, onError: { mode: sequential, steps: [ { id: x, uses: a/b } ] } }
            outputs: { n: "${{ steps.poll.output.n }}" }
            """;

    private final JsonNode schema = schema();

    @Test
    void readsEverythingAndTheSchemaAgrees() {
        Parsed parsed = DefinitionParser.parse(WHOLE);
        assertThat(parsed.errors()).isEmpty();
        assertThat(JsonSchemas.validate(schema, parsed.tree())).isEmpty();
        WorkflowDefinition definition = parsed.definition();
        assertThat(definition.timeout()).isEqualTo(Duration.ofHours(2));
        StepDefinition rollout = definition.steps().get(1);
        assertThat(rollout.timeout()).isEqualTo(Duration.ofMinutes(90));
        assertThat(rollout.needs()).containsExactly("checks");
        assertThat(Objects.requireNonNull(rollout.compensate()).retry()).isNotNull();
        assertThat(definition.steps().get(3).condition()).isEqualTo("true");
        assertThat(definition.steps().get(0).retry())
                .isEqualTo(new RetryPolicy(
                        5, Duration.ofSeconds(2), 1.5, Duration.ofMinutes(1), List.of("timeout", "upstream")));
    }

    @Test
    void jsonAndYamlGiveTheSame() {
        Parsed yaml = DefinitionParser.parse(WHOLE);
        Parsed json = DefinitionParser.parse(yaml.tree().toString());
        assertThat(json.definition()).isEqualTo(yaml.definition());
        assertThat(DefinitionParser.parse(yaml.tree()).definition()).isEqualTo(yaml.definition());
    }

    /** Each is refused by the parser, with a pointer, and by the published schema. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "stepz: [] | /stepz | did you mean 'steps'?",
                "schemaVersion: 2 | /schemaVersion | from 1 to 1",
                "name: Not A Name | /name | lower-case",
                "timeout: soon | /timeout | span of time",
                "timeout: 3 | /timeout | span of time",
                "failFast: yes | /failFast | true or false",
                "mode: serial | /mode | sequential",
                "inputs: { type: array } | /inputs | of an object",
                "outputs: [] | /outputs | an object",
                "concurrency: { limit: 1 } | /concurrency | 'group' is missing",
                "concurrency: { group: x, onConflict: wait } | /concurrency/onConflict | queue",
                "retention: {} | /retention | 'days', 'runs' or both",
                "retention: { days: 0 } | /retention/days | from 1",
                "retention: { runs: 0.5 } | /retention/runs | from 1",
                "retention: { hours: 3 } | /retention/hours | no key",
                "steps: [] | /steps | a list of 1 to 500",
                "steps: {} | /steps | a list",
                "steps: [ 3 ] | /steps/0 | a step is an object",
                "steps: [ { uses: a/b } ] | /steps/0 | 'id' is missing",
                "steps: [ { id: a } ] | /steps/0 | 'uses' is missing",
                "steps: [ { id: 1a, uses: a/b } ] | /steps/0/id | letters",
                "steps: [ { id: a, uses: ab } ] | /steps/0/uses | agent/capability",
                "steps: [ { id: a, uses: a/b, neesd: [x] } ] | /steps/0/neesd | did you mean 'needs'?",
                "steps: [ { id: a, uses: a/b, needs: [1] } ] | /steps/0/needs/0 | list of texts",
                "steps: [ { id: a, uses: a/b, if: 3 } ] | /steps/0/if | a text",
                "steps: [ { id: a, uses: a/b, forEach: { items: 3 } } ] | /steps/0/forEach | 'items'",
                "steps: [ { id: a, uses: a/b, forEach: { items: [], maxParallel: 0 } } ] | /steps/0/forEach/maxParallel | from 1",
                "steps: [ { id: a, uses: a/b, repeat: { every: 1s } } ] | /steps/0/repeat | 'until'",
                "steps: [ { id: a, uses: a/b, retry: { on: [timeuot] } } ] | /steps/0/retry/on | did you mean 'timeout'?",
                "steps: [ { id: a, uses: a/b, retry: { maxAttempts: 1000 } } ] | /steps/0/retry/maxAttempts | to 100",
                "steps: [ { id: a, uses: a/b, retry: { backoff: 0.5 } } ] | /steps/0/retry/backoff | from 1",
                "steps: [ { id: a, uses: a/b, onError: {} } ] | /steps/0/onError | either",
                "steps: [ { id: a, uses: a/b, compensate: { with: {} } } ] | /steps/0/compensate | 'uses'",
            })
    void refusesWithAPointerAndALine(String line, String pointer, String detail) {
        String key = line.substring(0, line.indexOf(':'));
        String text = (key.equals("name") ? "" : "name: p\n")
                + (key.equals("steps") ? "" : "steps: [ { id: a, uses: a/b } ]\n")
                + line;
        Parsed parsed = DefinitionParser.parse(text);
        assertThat(parsed.errors()).anySatisfy(error -> {
            assertThat(error.pointer()).isEqualTo(pointer);
            assertThat(error.detail()).contains(detail).contains("(line ");
        });
        assertThatThrownBy(parsed::definition)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.INVALID));
        assertThat(JsonSchemas.validate(schema, parsed.tree())).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "- a",
                "just text",
                "a: b: c",
                "{\"name\": \"p\", ",
                "{\"name\": \"p\", \"name\": \"q\"}",
                "{\"name\": 1} {\"name\": 2}",
                "name: p\nname: q",
                "name: !!java.net.URL ['http://x']",
                "name: !custom x",
                "a: &a [ *a ]",
                "--- {name: a}\n--- {name: b}",
                "\u0000",
                "? [a, b]\n: c",
            })
    void refusesWhatIsNoDocument(String text) {
        assertThat(DefinitionParser.parse(text).errors()).isNotEmpty();
    }

    @Test
    void scalarsFollowYaml12() {
        Parsed parsed = DefinitionParser.parse("""
                name: p
                steps: [ { id: on, uses: a/b, with: { a: yes, b: on, c: 1_000, d: 0x1f, e: 1.50, f: '1', g: ~, h: True, i: 2026-01-01, j: -7 } } ]
                """);
        assertThat(parsed.definition().steps().getFirst().with())
                .hasToString(
                        "{\"a\":\"yes\",\"b\":\"on\",\"c\":\"1_000\",\"d\":\"0x1f\",\"e\":1.5,\"f\":\"1\",\"g\":null,"
                                + "\"h\":true,\"i\":\"2026-01-01\",\"j\":-7}");
    }

    @Test
    void refusesInputSchemasThatAreNone() {
        for (String schema : List.of(
                "{ type: nope }",
                "{ properties: { a: { pattern: '(?=x)' } } }",
                "{ properties: { a: { $ref: 'http://x/y' } } }",
                "{ required: a }")) {
            assertThat(DefinitionParser.parse("name: p\nsteps: [ { id: a, uses: a/b } ]\ninputs: " + schema)
                            .errors())
                    .as(schema)
                    .isNotEmpty();
        }
    }

    /** Small as text; checking any input against one of these would take for ever, or all memory. */
    @Test
    void schemaBombsAreRefusedSoon() {
        StringBuilder doubling = new StringBuilder("{ $ref: '#/$defs/d0', $defs: { ");
        StringBuilder deepening = new StringBuilder("{ $ref: '#/$defs/d0', $defs: { ");
        StringBuilder chain = new StringBuilder("{ $ref: '#/$defs/d0', $defs: { ");
        for (int i = 0; i < 60; i++) {
            String next = "{ $ref: '#/$defs/d" + (i + 1) + "' }";
            doubling.append("d%d: { allOf: [ %s, %s ] }, ".formatted(i, next, next));
            deepening.append("d%d: { properties: { x: { anyOf: [ %s, %s ] } } }, ".formatted(i, next, next));
        }
        for (int i = 0; i < 1_000; i++) {
            chain.append("d%d: { $ref: '#/$defs/d%d' }, ".formatted(i, i + 1));
        }
        doubling.append("d60: true } }");
        deepening.append("d60: true } }");
        chain.append("d1000: true } }");
        List<String> bombs = List.of(
                doubling.toString(),
                deepening.toString(),
                chain.toString(),
                "{ allOf: [ { $ref: '#' } ] }",
                "{ $ref: '#/$defs/a', $defs: { a: { anyOf: [ { $ref: '#/$defs/b' } ] }, b: { not: { $ref: '#/$defs/a' } } } }",
                "{ properties: { x: { oneOf: [ { $ref: '#' }, { $ref: '#' } ] } } }",
                "{ properties: { x: { $ref: '#/$defs/none' } } }",
                "{ properties: { x: { pattern: '((a{100}){100}){100}' } } }",
                "{ patternProperties: { '((a{1000}){1000}){1000}': true } }",
                "{ properties: { x: { pattern: '(a{0,999}b{0,999}c{0,999}){0,9}' } } }");
        for (String schema : bombs) {
            long start = System.nanoTime();
            assertThat(DefinitionParser.parse("name: p\nsteps: [ { id: a, uses: a/b } ]\ninputs: " + schema)
                            .errors())
                    .as(schema.substring(0, Math.min(schema.length(), 80)))
                    .isNotEmpty()
                    .allSatisfy(error -> assertThat(error.pointer()).startsWith("/inputs"));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void schemasThatReferToThemselvesFurtherDownAreTaken() {
        for (String schema : List.of(
                "{ properties: { left: { $ref: '#' }, right: { $ref: '#' } } }",
                "{ properties: { children: { type: array, items: { $ref: '#' } } } }",
                "{ $defs: { any: { anyOf: [ { type: string }, { type: array, items: { $ref: '#/$defs/any' } },"
                        + " { type: object, additionalProperties: { $ref: '#/$defs/any' } } ] } },"
                        + " properties: { v: { $ref: '#/$defs/any' } } }",
                "{ properties: { host: { pattern: '^[a-z0-9-]{1,63}([.][a-z0-9-]{1,63}){0,8}$' } } }")) {
            assertThat(DefinitionParser.parse("name: p\nsteps: [ { id: a, uses: a/b } ]\ninputs: " + schema)
                            .errors())
                    .as(schema)
                    .isEmpty();
        }
    }

    @Test
    void aDefinitionHasNotTooManyExpressions() {
        String step = "{ id: s%d, uses: test/brief, with: { v: [ " + "'${{ inputs.a + 1 }}', ".repeat(20) + " ] } }, ";
        StringBuilder steps = new StringBuilder("name: p\nsteps: [ ");
        for (int i = 0; i < 400; i++) {
            steps.append(step.formatted(i));
        }
        long start = System.nanoTime();
        assertThat(new DefinitionCompiler(TestCapabilities.all())
                        .compile(steps + "]")
                        .errors())
                .singleElement()
                .satisfies(error -> assertThat(error.detail()).contains("3000 expressions"));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
    }

    @Test
    void bombsAreRefusedSoon() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            laughs.append("a%d: &a%d [".formatted(i, i))
                    .append(("*a" + (i - 1) + ",").repeat(10))
                    .append("]\n");
        }
        List<String> bombs = List.of(
                laughs.toString(),
                "a: " + "[".repeat(10_000),
                "{\"a\": " + "[".repeat(100_000) + "}",
                "a:\n" + "  - b\n".repeat(50_000),
                "{\"a\": [" + "1,".repeat(200_000) + "1]}",
                "name: " + "x".repeat(10_000_000),
                "a: " + "9".repeat(400_000),
                "&".repeat(10_000),
                "\"".repeat(100_001),
                "? ".repeat(10_000));
        for (String bomb : bombs) {
            long start = System.nanoTime();
            assertThat(DefinitionParser.parse(bomb).errors()).isNotEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }

    /** Whatever happens to a text, the answer is a definition or errors, never an exception. */
    @Test
    void manglingNeverThrows() {
        Random random = new Random(7);
        DefinitionCompiler compiler = new DefinitionCompiler(TestCapabilities.all());
        String alphabet = "{}[]:,-&*!?|>'\"%@`#\n\t a1${}";
        for (int i = 0; i < 300; i++) {
            StringBuilder text = new StringBuilder(WHOLE);
            for (int j = 0; j < 1 + random.nextInt(6); j++) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
                    default -> text.delete(at, Math.min(text.length(), at + random.nextInt(30)));
                }
            }
            String mangled = text.toString();
            assertThatCode(() -> compiler.compile(mangled)).as(mangled).doesNotThrowAnyException();
        }
    }

    @Test
    void inputsAreCompletedAndChecked() {
        JsonNode inputs = DefinitionParser.parse(WHOLE).definition().inputs();
        assertThat(RunInputs.complete(
                        inputs, DefinitionParser.parse("ref: main").tree()))
                .hasToString("{\"ref\":\"main\",\"hosts\":[\"local\"]}");
        assertThatThrownBy(() -> RunInputs.complete(
                        inputs, DefinitionParser.parse("ref: Main").tree()))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.errors())
                                .extracting(FieldError::pointer)
                                .containsExactly("/ref"));
        assertThatThrownBy(() -> RunInputs.complete(inputs, null)).isInstanceOf(ProblemException.class);
    }

    private static JsonNode schema() {
        try (InputStream in = DefinitionParserTest.class.getResourceAsStream("/schemas/workflow.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
