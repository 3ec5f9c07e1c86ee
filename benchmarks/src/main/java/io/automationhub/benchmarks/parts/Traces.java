package io.automationhub.benchmarks.parts;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Removes from the engine what the hub made for one project, which outlives a hub on purpose. */
public final class Traces {

    private static final Path HERE = Path.of(".");
    private static final String ORGANIZATION = "01900000-0000-7000-8000-000000000001";

    private Traces() {}

    /** Removes containers, images and networks of all projects of a hub that still answers. */
    public static void removeAll(Hub hub) {
        for (JsonNode project : hub.api().get("/projects?limit=200").path("items")) {
            String id = project.path("id").asText();
            remove("project=" + id, List.of("ps", "--all"), List.of("rm", "--force"));
            remove("owner=" + ORGANIZATION + "/" + id, List.of("images"), List.of("rmi", "--force"));
            for (JsonNode environment :
                    hub.api().get("/projects/" + id + "/environments").path("items")) {
                String network = "environment=" + environment.path("id").asText();
                remove(network, List.of("network", "ls"), List.of("network", "rm"));
            }
        }
    }

    private static void remove(String label, List<String> list, List<String> remove) {
        List<String> found = docker(list, List.of("--quiet", "--filter", "label=io.automationhub." + label))
                .lines()
                .distinct()
                .toList();
        if (!found.isEmpty()) {
            docker(remove, found);
        }
    }

    private static String docker(List<String> command, List<String> arguments) {
        List<String> line = new ArrayList<>(List.of("docker"));
        line.addAll(command);
        line.addAll(arguments);
        return Commands.run(HERE, line);
    }
}
