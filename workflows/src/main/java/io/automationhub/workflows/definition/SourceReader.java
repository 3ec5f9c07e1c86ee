package io.automationhub.workflows.definition;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads JSON or YAML within budgets for length, depth and number of values; aliases count each time they are used.
 * Plain YAML scalars follow the core schema of YAML 1.2: {@code on}, {@code yes} and {@code 1_000} are text.
 */
final class SourceReader {

    /** The longest text, in characters. */
    static final int MAX_LENGTH = 512 * 1024;

    /** The deepest nesting. */
    static final int MAX_DEPTH = 40;

    /** The most values, aliases expanded. */
    static final int MAX_VALUES = 20_000;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxDocumentLength(MAX_LENGTH)
                    .maxNumberLength(100)
                    .build())
            .build();
    /** A brace and a quote; other text in braces is YAML's flow style. */
    private static final Pattern JSON_OBJECT = Pattern.compile("\\s*+\\{\\s*+[\"}]");

    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,40}");
    private static final Pattern FLOAT =
            Pattern.compile("[-+]?(\\.[0-9]{1,40}|[0-9]{1,40}(\\.[0-9]{0,40})?)([eE][-+]?[0-9]{1,3})?");
    private static final Set<String> TAGS = Set.of(
            "tag:yaml.org,2002:str",
            "tag:yaml.org,2002:int",
            "tag:yaml.org,2002:float",
            "tag:yaml.org,2002:bool",
            "tag:yaml.org,2002:null",
            "tag:yaml.org,2002:timestamp",
            "tag:yaml.org,2002:merge",
            "tag:yaml.org,2002:map",
            "tag:yaml.org,2002:seq");

    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private int values;

    private SourceReader() {}

    /**
     * Reads a text.
     *
     * @throws ProblemException {@code malformed} when it cannot be read, {@code too_large} when a budget is exceeded
     */
    static Source read(String text) {
        if (text.length() > MAX_LENGTH) {
            throw tooLarge("A definition has at most " + MAX_LENGTH / 1024 + " Ki characters");
        }
        SourceReader reader = new SourceReader();
        return JSON_OBJECT.matcher(text).lookingAt() ? reader.json(text) : reader.yaml(text);
    }

    private Source json(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            parser.nextToken();
            JsonNode tree = jsonValue(parser, "");
            if (parser.nextToken() != null) {
                throw malformed(
                        "There is text after the definition",
                        parser.currentTokenLocation().getLineNr());
            }
            return new Source(tree, lines);
        } catch (com.fasterxml.jackson.core.exc.StreamConstraintsException e) {
            throw tooLarge("The definition is nested too deeply or has a number that is too long");
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw malformed(
                    e.getOriginalMessage(),
                    e.getLocation() == null ? 0 : e.getLocation().getLineNr());
        } catch (IOException e) {
            throw malformed("The definition cannot be read", 0);
        }
    }

    private JsonNode jsonValue(JsonParser parser, String pointer) throws IOException {
        count(pointer, parser.currentTokenLocation().getLineNr());
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            ObjectNode object = JSON.objectNode();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                parser.nextToken();
                object.set(key, jsonValue(parser, Pointers.child(pointer, key)));
            }
            return object;
        }
        if (token == JsonToken.START_ARRAY) {
            ArrayNode array = JSON.arrayNode();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                array.add(jsonValue(parser, Pointers.child(pointer, array.size())));
            }
            return array;
        }
        return switch (token) {
            case VALUE_STRING -> JSON.textNode(parser.getText());
            case VALUE_TRUE -> JSON.booleanNode(true);
            case VALUE_FALSE -> JSON.booleanNode(false);
            case VALUE_NUMBER_INT -> integer(parser.getText());
            case VALUE_NUMBER_FLOAT -> JSON.numberNode(parser.getDoubleValue());
            case null, default -> JSON.nullNode();
        };
    }

    private Source yaml(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_LENGTH);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(MAX_VALUES);
        options.setAllowDuplicateKeys(false);
        options.setAllowRecursiveKeys(false);
        try {
            Node root = new Yaml(options).compose(new StringReader(text));
            if (root == null) {
                throw malformed("The definition is empty", 0);
            }
            return new Source(yamlValue(root, "", 0), lines);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            throw malformed(String.valueOf(e.getProblem()), line);
        } catch (YAMLException e) {
            throw malformed("The definition is nested too deeply or uses too many aliases", 0);
        }
    }

    private JsonNode yamlValue(Node node, String pointer, int depth) {
        int line = node.getStartMark().getLine() + 1;
        count(pointer, line);
        if (depth > MAX_DEPTH) {
            throw tooLarge("The definition is nested too deeply");
        }
        if (!TAGS.contains(node.getTag().getValue())) {
            throw malformed("Tags such as " + shorten(node.getTag().getValue()) + " are not used here", line);
        }
        if (!open.add(node)) {
            throw malformed("An alias refers to what it is part of", line);
        }
        try {
            return switch (node) {
                case MappingNode mapping -> yamlObject(mapping, pointer, depth);
                case SequenceNode sequence -> {
                    ArrayNode array = JSON.arrayNode();
                    for (Node element : sequence.getValue()) {
                        array.add(yamlValue(element, Pointers.child(pointer, array.size()), depth + 1));
                    }
                    yield array;
                }
                case ScalarNode scalar ->
                    scalar.isPlain() ? plain(scalar.getValue()) : JSON.textNode(scalar.getValue());
                default -> throw malformed("The definition cannot be read", line);
            };
        } finally {
            open.remove(node);
        }
    }

    private ObjectNode yamlObject(MappingNode mapping, String pointer, int depth) {
        ObjectNode object = JSON.objectNode();
        for (NodeTuple tuple : mapping.getValue()) {
            int line = tuple.getKeyNode().getStartMark().getLine() + 1;
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw malformed("A key is a text", line);
            }
            if (object.has(key.getValue())) {
                throw malformed("The key '" + shorten(key.getValue()) + "' is there twice", line);
            }
            String child = Pointers.child(pointer, key.getValue());
            object.set(key.getValue(), yamlValue(tuple.getValueNode(), child, depth + 1));
            lines.put(child, line);
        }
        return object;
    }

    private static JsonNode plain(String text) {
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> JSON.nullNode();
            case "true", "True", "TRUE" -> JSON.booleanNode(true);
            case "false", "False", "FALSE" -> JSON.booleanNode(false);
            default -> {
                if (INTEGER.matcher(text).matches()) {
                    yield integer(text);
                }
                if (FLOAT.matcher(text).matches()) {
                    yield JSON.numberNode(Double.parseDouble(text));
                }
                yield JSON.textNode(text);
            }
        };
    }

    private static JsonNode integer(String text) {
        BigInteger value = new BigInteger(text.startsWith("+") ? text.substring(1) : text);
        if (value.bitLength() < 32) {
            return JSON.numberNode(value.intValue());
        }
        return value.bitLength() < 64 ? JSON.numberNode(value.longValue()) : JSON.numberNode(value);
    }

    private void count(String pointer, int line) {
        lines.put(pointer, line);
        if (++values > MAX_VALUES) {
            throw tooLarge("A definition has at most " + MAX_VALUES + " values");
        }
    }

    private static String shorten(String text) {
        return text.length() <= 60 ? text : text.substring(0, 57) + "…";
    }

    private static ProblemException tooLarge(String detail) {
        return new ProblemException(ProblemType.TOO_LARGE, detail);
    }

    private static ProblemException malformed(String detail, int line) {
        String text = line > 0 ? detail + " (line " + line + ")" : detail;
        return new ProblemException(
                ProblemType.MALFORMED, "The definition cannot be read: " + text, List.of(new FieldError("", text)));
    }
}
