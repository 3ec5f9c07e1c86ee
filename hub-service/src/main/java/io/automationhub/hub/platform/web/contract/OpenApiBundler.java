package io.automationhub.hub.platform.web.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Makes one JSON document out of the tree {@code openapi.yaml}, {@code paths/**.yaml} and {@code schemas/**.yaml}. A
 * path file's top-level keys are paths; a schema file becomes {@code #/components/schemas/<file name>}. Every operation
 * without a {@code default} response gets the shared problem. Runs in the build, and fails it on any finding of
 * {@link ContractLint}.
 */
public final class OpenApiBundler {

    private static final ObjectMapper JSON = new ObjectMapper();

    private OpenApiBundler() {}

    /** Arguments: the folder of the tree, the file to write. */
    public static void main(String[] args) throws IOException {
        ObjectNode document = bundle(Path.of(args[0]));
        List<String> findings = ContractLint.check(document);
        if (!findings.isEmpty()) {
            findings.forEach(finding -> System.err.println("openapi: " + finding));
            System.exit(1);
        }
        Path target = Path.of(args[1]);
        Files.createDirectories(target.toAbsolutePath().getParent());
        Files.write(target, JSON.writeValueAsBytes(document));
    }

    /**
     * Reads and merges the tree, and the paths and schemas of further trees; throws {@link IllegalStateException} when two
     * files declare the same thing.
     */
    public static ObjectNode bundle(Path root, Path... more) throws IOException {
        ObjectNode document = read(root.resolve("openapi.yaml"));
        ObjectNode paths = document.withObjectProperty("paths");
        ObjectNode schemas = document.withObjectProperty("components").withObjectProperty("schemas");
        merge(root, paths, schemas);
        for (Path further : more) {
            merge(further, paths, schemas);
        }
        for (JsonNode path : paths) {
            spreadParameters((ObjectNode) path);
            for (JsonNode operation : path) {
                if (operation instanceof ObjectNode node && node.get("responses") instanceof ObjectNode responses) {
                    if (!responses.has("default")) {
                        responses.putObject("default").put("$ref", "#/components/responses/Problem");
                    }
                }
            }
        }
        return document;
    }

    /** Parameters that a path declares once for all of its operations are given to each of them. */
    private static void spreadParameters(ObjectNode path) {
        if (!(path.remove("parameters") instanceof ArrayNode shared)) {
            return;
        }
        for (JsonNode operation : path) {
            ArrayNode all = shared.deepCopy();
            if (operation.get("parameters") instanceof ArrayNode own) {
                all.addAll(own);
            }
            ((ObjectNode) operation).set("parameters", all);
        }
    }

    private static void merge(Path root, ObjectNode paths, ObjectNode schemas) throws IOException {
        for (Path file : files(root.resolve("paths"))) {
            read(file).properties().forEach(path -> put(paths, path.getKey(), path.getValue(), file));
        }
        for (Path file : files(root.resolve("schemas"))) {
            put(schemas, file.getFileName().toString().replaceFirst("\\.yaml$", ""), read(file), file);
        }
    }

    private static void put(ObjectNode into, String name, JsonNode value, Path file) {
        if (into.has(name)) {
            throw new IllegalStateException(file + ": '" + name + "' is declared twice");
        }
        into.set(name, value);
    }

    private static ObjectNode read(Path file) throws IOException {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        // SnakeYAML itself, because Jackson's YAML knows neither anchors nor merge keys.
        Object tree = new Yaml(new SafeConstructor(options)).load(Files.readString(file));
        if (JSON.valueToTree(tree) instanceof ObjectNode node) {
            return node;
        }
        throw new IllegalStateException(file + " is not a mapping");
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }
}
