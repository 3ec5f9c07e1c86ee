package io.automationhub.agents;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.agent.AgentManifest;
import io.automationhub.workflows.agent.CapabilityManifest;
import io.automationhub.workflows.agent.JsonContract;
import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Loads the manifests of the built-in agents, YAML resources {@code agents/<slug>.yaml}, and checks manifests of any
 * origin.
 */
public final class Manifests {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern ALIAS = Pattern.compile(NAME.pattern() + "/" + NAME.pattern());
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?");
    private static final int MAX_NAME = 63;

    private Manifests() {}

    /**
     * Loads a built-in agent's manifest.
     *
     * @throws IllegalStateException when the resource is missing, unreadable or not a correct manifest: a defect of the
     *     build
     */
    public static AgentManifest load(String slug) {
        String resource = "/agents/" + slug + ".yaml";
        AgentManifest manifest;
        try (InputStream in = Manifests.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("No manifest " + resource);
            }
            manifest = AgentJson.yaml().readValue(in, AgentManifest.class);
        } catch (IOException e) {
            throw new UncheckedIOException("Unreadable manifest " + resource, e);
        }
        List<FieldError> wrong = errors(manifest);
        if (!manifest.slug().equals(slug)) {
            wrong.add(new FieldError("/slug", "Must be the name of the file"));
        }
        if (!wrong.isEmpty()) {
            throw new IllegalStateException("Manifest " + resource + " is wrong: " + wrong);
        }
        return manifest;
    }

    /**
     * Refuses a manifest that is not correct in itself.
     *
     * @throws ProblemException {@code invalid} with a pointer for each error
     */
    public static void check(AgentManifest manifest) {
        List<FieldError> wrong = errors(manifest);
        if (!wrong.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID, "The manifest of the agent is not correct", wrong);
        }
    }

    private static List<FieldError> errors(AgentManifest manifest) {
        List<FieldError> wrong = new ArrayList<>();
        name(wrong, "/slug", manifest.slug());
        name(wrong, "/domain", manifest.domain());
        require(wrong, "/name", !manifest.name().isBlank(), "Must not be blank");
        require(wrong, "/description", !manifest.description().isBlank(), "Must not be blank");
        require(wrong, "/version", VERSION.matcher(manifest.version()).matches(), "Must be a semantic version");
        require(wrong, "/capabilities", !manifest.capabilities().isEmpty(), "Must have at least one capability");
        Set<String> uses = new HashSet<>();
        for (int i = 0; i < manifest.capabilities().size(); i++) {
            capability(
                    wrong,
                    "/capabilities/" + i,
                    manifest,
                    manifest.capabilities().get(i),
                    uses);
        }
        return wrong;
    }

    private static void capability(
            List<FieldError> wrong, String at, AgentManifest agent, CapabilityManifest capability, Set<String> uses) {
        name(wrong, at + "/name", capability.name());
        unique(wrong, at + "/name", agent.slug() + "/" + capability.name(), uses);
        for (int i = 0; i < capability.aliases().size(); i++) {
            String alias = capability.aliases().get(i);
            String pointer = at + "/aliases/" + i;
            require(wrong, pointer, ALIAS.matcher(alias).matches(), "Must look like agent/capability");
            unique(wrong, pointer, alias, uses);
        }
        require(wrong, at + "/description", !capability.description().isBlank(), "Must not be blank");
        require(wrong, at + "/timeLimit", capability.timeLimit().isPositive(), "Must be longer than nothing");
        require(
                wrong,
                at + "/usualTime",
                capability.usualTime().isPositive() && capability.usualTime().compareTo(capability.timeLimit()) <= 0,
                "Must be longer than nothing and within the limit");
        schema(wrong, at + "/input", capability.input());
        schema(wrong, at + "/output", capability.output());
        require(
                wrong,
                at + "/input/type",
                capability.input().path("type").asText().equals("object"),
                "Input must be an object");
    }

    private static void schema(List<FieldError> wrong, String at, JsonNode schema) {
        try {
            JsonContract.of(schema);
        } catch (ProblemException e) {
            wrong.add(new FieldError(at, e.detail()));
            e.errors().forEach(error -> wrong.add(new FieldError(at + error.pointer(), error.detail())));
        }
    }

    private static void name(List<FieldError> wrong, String at, String name) {
        require(
                wrong,
                at,
                name.length() <= MAX_NAME && NAME.matcher(name).matches(),
                "Must be lower-case words joined by hyphens, at most " + MAX_NAME + " characters");
    }

    private static void unique(List<FieldError> wrong, String at, String uses, Set<String> seen) {
        require(wrong, at, seen.add(uses), "Must not be used twice");
    }

    private static void require(List<FieldError> wrong, String at, boolean holds, String otherwise) {
        if (!holds) {
            wrong.add(new FieldError(at, otherwise));
        }
    }
}
