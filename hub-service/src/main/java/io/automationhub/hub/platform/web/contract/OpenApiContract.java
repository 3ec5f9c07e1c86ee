package io.automationhub.hub.platform.web.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import io.automationhub.workflows.problem.FieldError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The bundled document with every schema compiled; immutable and shared by all requests. */
public final class OpenApiContract {

    /** JSON Schema 2020-12; OpenAPI's own words around and inside schemas are no keywords to warn of. */
    private static final Dialect DIALECT = Dialect.builder(Dialects.getDraft202012())
            .unknownKeywordFactory((keyword, context) -> new NonValidationKeyword(keyword))
            .build();

    private static final String BASE = "https://automationhub.invalid/openapi.json";
    private static final int DEFAULT_MAX_BODY = 1 << 20;

    private final byte[] bytes;
    private final Map<String, Schema> named = new ConcurrentHashMap<>();
    private final JsonNode document;
    private final SchemaRegistry registry;
    private final Schema root;
    private final SchemaErrors errors;
    private final Map<String, Operation> operations = new LinkedHashMap<>();

    /** Reads a bundled document; throws {@link IllegalStateException} when it is not usable. */
    public OpenApiContract(byte[] bundle) {
        this.bytes = bundle.clone();
        try {
            this.document = new ObjectMapper().readTree(bundle);
        } catch (IOException e) {
            throw new IllegalStateException("The bundled OpenAPI document is not JSON", e);
        }
        this.errors = new SchemaErrors(document);
        this.registry = SchemaRegistry.withDefaultDialect(
                DIALECT,
                builder -> builder.schemas(Map.of(BASE, new String(bundle, StandardCharsets.UTF_8)))
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .locale(Locale.ROOT)
                                .build()));
        this.root = registry.getSchema(SchemaLocation.of(BASE));
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(entry -> {
                    Operation operation = operation(path.getKey(), entry.getKey(), entry.getValue());
                    operations.put(key(operation.method(), operation.path()), operation);
                }));
    }

    /** The document the build put on the class path. */
    public static OpenApiContract load() {
        try (InputStream in = OpenApiContract.class.getResourceAsStream("/openapi.json")) {
            if (in == null) {
                throw new IllegalStateException("openapi.json is not on the class path; the build bundles it");
            }
            return new OpenApiContract(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The document as it is served. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** All operations in the document's order. */
    public Collection<Operation> operations() {
        return List.copyOf(operations.values());
    }

    /** The operation of a method (upper case) and a path template. */
    public Optional<Operation> find(String method, String template) {
        return Optional.ofNullable(operations.get(key(method, template)));
    }

    /** What a value breaks of the schema by that name in {@code components}; empty when nothing. */
    public List<FieldError> check(String schemaNamed, JsonNode value) {
        Schema schema = named.computeIfAbsent(schemaNamed, name -> compile("/components/schemas/" + name));
        return check(schema, value, "");
    }

    /** What a value breaks of a schema of this document, pointing below {@code prefix}; empty when nothing. */
    public List<FieldError> check(Schema schema, JsonNode value, String prefix) {
        List<Error> found = schema.validate(value);
        return found.isEmpty() ? List.of() : errors.of(found, prefix);
    }

    private static String key(String method, String template) {
        return method + " " + template;
    }

    private Operation operation(String path, String method, JsonNode node) {
        String at = "/paths/" + escape(path) + "/" + method;
        List<String> scopes = new ArrayList<>();
        node.path("x-scopes").forEach(scope -> scopes.add(scope.asText()));
        JsonNode body = resolve(node.path("requestBody"));
        return new Operation(
                node.path("operationId").asText(),
                method.toUpperCase(Locale.ROOT),
                path,
                new Operation.Access(
                        List.copyOf(scopes),
                        node.path("x-public").asBoolean(),
                        node.path("x-anonymous").asBoolean()),
                parameters(node, at),
                content(body, pointer(node.path("requestBody"), at + "/requestBody")),
                body.path("required").asBoolean(),
                node.path("x-max-body").asInt(DEFAULT_MAX_BODY),
                node.path("x-idempotent").asBoolean(),
                answers(node, at),
                deprecation(node));
    }

    private List<Parameter> parameters(JsonNode operation, String at) {
        List<Parameter> parameters = new ArrayList<>();
        int index = 0;
        for (JsonNode given : operation.path("parameters")) {
            JsonNode parameter = resolve(given);
            String place = pointer(given, at + "/parameters/" + index++) + "/schema";
            parameters.add(new Parameter(
                    parameter.path("name").asText(),
                    parameter.path("in").asText(),
                    parameter.path("required").asBoolean(),
                    Parameter.typeOf(resolve(parameter.path("schema"))),
                    compile(place)));
        }
        return List.copyOf(parameters);
    }

    private Map<String, Map<String, Schema>> answers(JsonNode operation, String at) {
        Map<String, Map<String, Schema>> answers = new LinkedHashMap<>();
        operation.path("responses").properties().forEach(response -> {
            String place = pointer(response.getValue(), at + "/responses/" + response.getKey());
            answers.put(response.getKey(), content(resolve(response.getValue()), place));
        });
        return answers;
    }

    private Map<String, Schema> content(JsonNode holder, String at) {
        Map<String, Schema> schemas = new LinkedHashMap<>();
        holder.path("content")
                .properties()
                .forEach(media -> schemas.put(
                        media.getKey().toLowerCase(Locale.ROOT),
                        compile(at + "/content/" + escape(media.getKey()) + "/schema")));
        return schemas;
    }

    private Operation.@Nullable Deprecation deprecation(JsonNode operation) {
        if (!operation.path("deprecated").asBoolean()) {
            return null;
        }
        LocalDate since = LocalDate.parse(operation.path("x-deprecated-since").asText());
        JsonNode sunset = operation.path("x-sunset");
        return new Operation.Deprecation(
                "@" + since.toEpochSecond(LocalTime.MIDNIGHT, ZoneOffset.UTC),
                sunset.isMissingNode()
                        ? null
                        : DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                LocalDate.parse(sunset.asText()).atStartOfDay(ZoneOffset.UTC)));
    }

    private JsonNode resolve(JsonNode node) {
        String target = node.path("$ref").asText();
        return target.startsWith("#/") ? document.at(target.substring(1)) : node;
    }

    private static String pointer(JsonNode given, String at) {
        String target = given.path("$ref").asText();
        return target.startsWith("#/") ? target.substring(1) : at;
    }

    private Schema compile(String pointer) {
        if (document.at(pointer).isMissingNode()) {
            return registry.getSchema("true", InputFormat.JSON);
        }
        // Asked for a part by its address, the registry would parse the whole document once more, and keep it.
        Schema schema = root.getRefSchema(
                SchemaLocation.of(BASE + "#" + fragment(pointer)).getFragment());
        schema.initializeValidators();
        return schema;
    }

    private static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    private static String fragment(String pointer) {
        return pointer.replace("%", "%25").replace("{", "%7B").replace("}", "%7D");
    }
}
