package io.automationhub.hub.platform.web.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractLintTest {

    private static final String GOOD = """
            /things/{thing}:
              get:
                operationId: getThing
                summary: One
                tags: [things]
                x-scopes: [things:read]
                parameters:
                  - {name: thing, in: path, required: true, schema: {type: string}}
                requestBody:
                  content: {application/json: {schema: {type: object, additionalProperties: false}}}
                responses: {'204': {description: None}}
            """;

    @TempDir
    Path root;

    @BeforeEach
    void tree() throws IOException {
        Files.writeString(root.resolve("openapi.yaml"), """
                openapi: 3.1.0
                tags: [{name: things}]
                components:
                  responses: {Problem: {description: A problem}}
                """);
        Files.createDirectories(root.resolve("paths/deep"));
        Files.createDirectories(root.resolve("schemas"));
    }

    @Test
    void aGoodTreeIsBundled() throws IOException {
        Files.writeString(root.resolve("paths/deep/things.yaml"), GOOD);
        Files.writeString(root.resolve("schemas/Thing.yaml"), "{description: One, type: string}");
        ObjectNode document = OpenApiBundler.bundle(root);
        assertThat(ContractLint.check(document)).isEmpty();
        assertThat(document.at("/components/schemas/Thing/type").asText()).isEqualTo("string");
        assertThat(document.at("/paths/~1things~1{thing}/get/responses/default/$ref")
                        .asText())
                .isEqualTo("#/components/responses/Problem");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "operationId: getThing|operationId: Get-Thing|operationId must be camelCase",
                "summary: One|summary: ''|a summary is missing",
                "tags: [things]|tags: [other]|tag 'other' is not declared",
                "x-scopes: [things:read]|x-other: 1|x-scopes is missing",
                "x-scopes: [things:read]|x-scopes: []|x-scopes is empty exactly where x-public is true",
                "x-scopes: [things:read]|x-scopes: [Things Read]|is no scope",
                "name: thing,|name: other,|are declared as [other]",
                ", additionalProperties: false||an object says additionalProperties",
                "schema: {type: string}|schema: {$ref: '#/components/schemas/None'}|does not exist",
                "summary: One|{summary: One, and more}|has no value",
                "x-scopes: [things:read]|{x-scopes: [read], x-sunset: '2027-01-01'}|x-sunset without deprecated",
                "x-scopes: [things:read]|{x-scopes: [read], x-idempotent: true}|needs no idempotency key"
            })
    void findsWhatIsWrong(String good, String bad, String finding) throws IOException {
        String replacement =
                bad == null ? "" : bad.replaceFirst("^\\{(.*)}$", "$1").replace(", x-", "\n    x-");
        replacement = replacement.replace(", and more", "\n    and more:");
        Files.writeString(root.resolve("paths/things.yaml"), GOOD.replace(good, replacement));
        assertThat(ContractLint.check(OpenApiBundler.bundle(root)))
                .anySatisfy(found -> assertThat(found).contains(finding));
    }

    @Test
    void refusesTheSamePathTwice() throws IOException {
        Files.writeString(root.resolve("paths/a.yaml"), GOOD);
        Files.writeString(root.resolve("paths/b.yaml"), GOOD);
        assertThatThrownBy(() -> OpenApiBundler.bundle(root)).hasMessageContaining("declared twice");
    }
}
