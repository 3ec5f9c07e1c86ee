package io.automationhub.workflows.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.automationhub.workflows.problem.FieldError;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionCompilerTest {

    private final DefinitionCompiler compiler = new DefinitionCompiler(TestCapabilities.all());

    @Test
    void resolvesWhatStepsUse() {
        Plan plan = plan("""
                name: p
                timeout: 2h
                failFast: true
                steps:
                  - { id: b, uses: test/host@1, needs: [a], host: '${{ vars.host }}', timeout: 20m, retry: { maxAttempts: 4, on: [timeout, upstream] },
                      compensate: { uses: alias/long, with: { x: '${{ output.x }}', y: '${{ steps.b.output }}' } } }
                  - { id: a, uses: test/brief, with: { n: 1 } }
                  - { id: c, uses: test/once, needs: b, onError: { steps: [ { id: h2, uses: test/brief, needs: [h1], with: { e: '${{ steps.c.error.detail }}' } }, { id: h1, uses: test/brief } ] } }
                outputs: { r: '${{ steps.c.output }}' }
                """);
        assertThat(plan.steps()).extracting(PlannedStep::id).containsExactly("a", "b", "c", "h1", "h2");
        assertThat(plan.timeout()).isEqualTo(Duration.ofHours(2));
        PlannedStep b = plan.steps().get(1);
        assertThat(b.call().brief()).isFalse();
        assertThat(b.call().timeLimit()).isEqualTo(Duration.ofMinutes(20));
        assertThat(b.call().host()).isEqualTo("${{ vars.host }}");
        assertThat(b.compensate()).isNotNull().satisfies(undo -> {
            assertThat(undo.capability()).isEqualTo("long");
            assertThat(undo.retry()).isEqualTo(RetryPolicy.COMPENSATION);
        });
        assertThat(plan.steps().get(0).call().brief()).isTrue();
        assertThat(plan.steps().get(2).call().retry()).isEqualTo(RetryPolicy.NONE);
        assertThat(plan.steps().get(2).handlers()).containsExactly("h2", "h1");
        assertThat(plan.steps().get(3).handles()).isEqualTo("c");
    }

    @ParameterizedTest
    @CsvSource({"test/brief,10s,true", "test/long,11s,false", "test/long,5s,true", "test/host,5s,false"})
    void theTimeAStepMayTakeDecidesHowItIsCarried(String uses, String timeout, boolean brief) {
        Plan plan = plan("{ name: p, steps: [ { id: a, uses: " + uses + ", timeout: " + timeout + " } ] }");
        assertThat(plan.steps().getFirst().call().brief()).isEqualTo(brief);
    }

    @Test
    void aStepThatSaysNoTimeGetsTheUsualOne() {
        Plan plan =
                plan("{ name: p, steps: [ { id: a, uses: test/usual }, { id: b, uses: test/usual, timeout: 5m } ] }");
        assertThat(plan.steps().get(0).call().timeLimit()).isEqualTo(Duration.ofSeconds(10));
        assertThat(plan.steps().get(0).call().brief()).isTrue();
        assertThat(plan.steps().get(1).call().brief()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"sequential | a:[] b:[a] c:[b]", "parallel | a:[] b:[] c:[]", "conditional | a:[] b:[a] c:[b]"})
    void listsWithAModeBecomeNeeds(String mode, String expected) {
        Plan plan =
                plan("{ name: m, mode: " + mode + ", steps: [ { id: a, uses: test/brief }, { id: b, uses: test/brief,"
                        + " if: 'inputs.x == 1' }, { id: c, uses: test/brief } ] }");
        assertThat(plan.steps().stream()
                        .map(step -> step.id() + ":" + step.needs())
                        .toList())
                .isEqualTo(List.of(expected.split(" ")));
        if (mode.equals("conditional")) {
            assertThat(plan.steps().get(1).condition()).isEqualTo("!failure() && !canceled() && (inputs.x == 1)");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "needs: [nope] | /steps/1/needs/0 | no step 'nope'",
                "needs: [frist] | /steps/1/needs/0 | did you mean 'first'?",
                "needs: [second] | /steps/1/needs | second → second",
                "uses: test/breif | /steps/1/uses | did you mean 'test/brief'?",
                "uses: test/brief@2 | /steps/1/uses | no such version",
                "if: steps.first.output.ok | /steps/1/if | add it to 'needs'",
                "needs: first, if: steps.frist.output | /steps/1/if | did you mean 'first'?",
                "if: 1 + 2 | /steps/1/if | an integer, not true or false",
                "if: inptus.x | /steps/1/if | did you mean 'inputs'?",
                "if: inputs.nam == 'x' | /steps/1/if | undefined field 'nam'",
                "if: inputs.name + 1 == 'x' | /steps/1/if | no matching overload",
                "if: 'x ${{ inputs.name }}' | /steps/1/if | without text around it",
                "if: 'a ==' | /steps/1/if | mismatched input",
                "host: h | /steps/1/host | does not run on a host",
                "timeout: 11s | /steps/1/timeout | at most 10s",
                "with: { a: '${{ item }}' } | /steps/1/with/a | no 'item' here",
                "with: { a: [ { b: '${{ success() }}' } ] } | /steps/1/with/a/0/b | for 'if' only",
                "with: { a: '${{ steps }}' } | /steps/1/with/a | one by one",
                "with: { a: 'x ${{ ' } | /steps/1/with/a | does not end",
                "forEach: { items: '${{ inputs.name }}' } | /steps/1/forEach/items | is a list",
                "forEach: { items: 'text' } | /steps/1/forEach/items | is a list",
                "uses: test/strict | /steps/1/with | 'url'",
                "uses: test/strict, with: { url: ftp } | /steps/1/with/url | pattern",
                "uses: test/strict, with: { url: 'http://x', cuont: 1 } | /steps/1/with | 'cuont'",
                "uses: test/strict, with: { url: 'http://x', count: '${{ inputs.name }}' } | /steps/1/with/count | yields string, and integer",
                "uses: test/strict, with: { url: 'http://x', tags: [ '${{ inputs.n }}' ] } | /steps/1/with/tags/0 | yields integer, and string",
                "uses: test/strict, with: { url: 'http://x', nested: { name: 3 } } | /steps/1/with/nested/name | string",
                "uses: test/strict, with: { url: 'http://x', flag: 'a ${{ inputs.n }}' } | /steps/1/with/flag | yields string",
                "compensate: { uses: test/strict } | /steps/1/compensate/with | 'url'",
                "compensate: { uses: nope/nope } | /steps/1/compensate/uses | nothing to use",
                "id: first | /steps/1/id | two steps with the id",
            })
    void refusesWhatCannotRun(String step, String pointer, String detail) {
        String uses = step.startsWith("uses:") ? "" : "uses: test/brief, ";
        String id = step.startsWith("id:") ? "" : "id: second, ";
        List<FieldError> errors =
                compiler.compile("""
                name: p
                inputs: { type: object, properties: { name: { type: string }, n: { type: integer } } }
                steps:
                  - { id: first, uses: test/brief }
                  - { %s }
                """.formatted(id + uses + step)).errors();
        assertThat(errors).anySatisfy(error -> {
            assertThat(error.pointer()).isEqualTo(pointer);
            assertThat(error.detail()).contains(detail).contains("(line ");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "if: steps.first.output == null || steps.first.output.status == 200",
                "if: 'steps.first.output.items.exists(i, i.id == 3)'",
                "if: \"inputs.name == null && inputs['name'] != 'x'\"",
                "if: '''name'' in inputs'",
                "if: always() && steps.first.status == 'failed'",
                "if: steps.first.error.type == 'timeout'",
                "uses: test/strict, with: { url: '${{ inputs.name }}', count: '${{ inputs.n }}', ratio: '${{ inputs.n }}' }",
                "uses: test/strict, with: { url: 'http://${{ inputs.name }}', token: { secret: TOKEN } }",
                "uses: test/strict, with: { url: 'https://x', either: '${{ inputs.n }}', flag: '${{ vars.flag }}' }",
                "forEach: { items: '${{ steps.first.output.items }}' }, with: { id: '${{ item.id }}', i: '${{ index }}' }",
                "forEach: { items: [1, '${{ inputs.n }}'] }",
                "repeat: { until: 'output.done && turn < 5', every: 1s }",
            })
    void takesWhatCanRun(String step) {
        String uses = step.startsWith("uses:") ? "" : "uses: test/brief, ";
        assertThat(compiler.compile("""
                name: p
                inputs: { type: object, properties: { name: { type: string }, n: { type: integer } } }
                steps:
                  - { id: first, uses: test/strict, with: { url: 'http://x' } }
                  - { id: second, needs: first, %s }
                """.formatted(uses + step)).errors()).isEmpty();
    }

    @Test
    void aCircleIsNamed() {
        assertThat(compiler.compile("""
                name: p
                steps:
                  - { id: a, uses: test/brief }
                  - { id: b, uses: test/brief, needs: [a, d] }
                  - { id: c, uses: test/brief, needs: b }
                  - { id: d, uses: test/brief, needs: c }
                """).errors())
                .singleElement()
                .satisfies(error -> assertThat(error.detail()).contains("b → d → c → b"));
    }

    private Plan plan(String text) {
        return compiler.compile(text).orThrow();
    }
}
