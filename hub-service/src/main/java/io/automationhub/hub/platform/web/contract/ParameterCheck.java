package io.automationhub.hub.platform.web.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds the parameters of a request against one operation. */
public final class ParameterCheck {

    private final OpenApiContract contract;
    private final List<Parameter> path;
    private final Map<String, Parameter> query;
    private final List<Parameter> required;
    private final List<Parameter> headers;
    /** Whether a parameter of type object is declared, which in OpenAPI stands for parameters of any names. */
    private final boolean anyQuery;

    /** For requests of one operation. */
    public ParameterCheck(OpenApiContract contract, Operation operation) {
        this.contract = contract;
        this.path = in(operation, "path");
        this.headers = in(operation, "header");
        this.query = in(operation, "query").stream().collect(Collectors.toMap(Parameter::name, Function.identity()));
        this.anyQuery =
                query.values().stream().anyMatch(parameter -> parameter.type().equals("object"));
        this.required =
                in(operation, "query").stream().filter(Parameter::required).toList();
    }

    private static List<Parameter> in(Operation operation, String place) {
        return operation.parameters().stream()
                .filter(parameter -> parameter.in().equals(place))
                .toList();
    }

    /**
     * Refuses what the contract does not allow: {@code not_found} for a path parameter that cannot name anything,
     * {@code invalid} for the rest, unknown query parameters among it.
     */
    public void check(
            Map<String, List<String>> paths,
            Map<String, List<String>> queries,
            Function<String, @Nullable String> header) {
        for (Parameter parameter : path) {
            List<String> sent = paths.getOrDefault(parameter.name(), List.of());
            List<FieldError> errors = check(parameter, sent);
            if (!errors.isEmpty()) {
                throw new ProblemException(ProblemType.NOT_FOUND, "The path names nothing that can exist", errors);
            }
        }
        List<FieldError> errors = new ArrayList<>(0);
        for (Map.Entry<String, List<String>> sent : queries.entrySet()) {
            Parameter parameter = query.get(sent.getKey());
            if (anyQuery && (parameter == null || parameter.type().equals("object"))) {
                continue;
            }
            if (parameter == null) {
                errors.add(unknown(sent.getKey()));
            } else {
                errors.addAll(check(parameter, sent.getValue()));
            }
        }
        for (Parameter parameter : required) {
            if (!queries.containsKey(parameter.name())) {
                errors.add(new FieldError(parameter.pointer(), "is required"));
            }
        }
        for (Parameter parameter : headers) {
            String sent = header.apply(parameter.name());
            if (sent != null) {
                errors.addAll(check(parameter, List.of(sent)));
            } else if (parameter.required()) {
                errors.add(new FieldError(parameter.pointer(), "is required"));
            }
        }
        if (!errors.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID, "The parameters are not valid", errors);
        }
    }

    private FieldError unknown(String name) {
        String near = SchemaErrors.nearest(name, Set.copyOf(query.keySet()));
        String shown = name.length() > 80 ? name.substring(0, 80) : name;
        return new FieldError(
                "/query/" + shown.replace("~", "~0").replace("/", "~1"),
                near == null ? "is not a known parameter" : "is not a known parameter; did you mean '" + near + "'?");
    }

    private List<FieldError> check(Parameter parameter, List<String> sent) {
        if (parameter.type().equals("array")) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode(sent.size());
            sent.forEach(all::add);
            return contract.check(parameter.schema(), all, parameter.pointer());
        }
        if (sent.size() != 1) {
            return List.of(new FieldError(parameter.pointer(), "must be given once"));
        }
        JsonNode value = read(parameter.type(), sent.getFirst());
        if (value == null) {
            return List.of(new FieldError(parameter.pointer(), "must be " + parameter.type()));
        }
        return contract.check(parameter.schema(), value, parameter.pointer());
    }

    private static @Nullable JsonNode read(String type, String text) {
        try {
            return switch (type) {
                case "integer" -> LongNode.valueOf(Long.parseLong(text));
                case "number" -> text.length() > 40 ? null : DecimalNode.valueOf(new BigDecimal(text));
                case "boolean" ->
                    text.equals("true") || text.equals("false")
                            ? BooleanNode.valueOf(Boolean.parseBoolean(text))
                            : null;
                default -> TextNode.valueOf(text);
            };
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
