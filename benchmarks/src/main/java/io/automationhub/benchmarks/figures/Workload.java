package io.automationhub.benchmarks.figures;

import java.util.Locale;
import java.util.stream.IntStream;

/**
 * One kind of run.
 *
 * @param name in the report
 * @param steps how many
 * @param n the Fibonacci number that each computes
 * @param together whether they run side by side
 */
record Workload(String name, int steps, int n, boolean together) {

    /** How the hub carries the steps. */
    enum Kind {
        /** With an effect: local activities, journalled. */
        EFFECT,
        /** Without one: local activities. */
        PURE,
        /** Longer than some seconds: ordinary activities. */
        LONG;

        String capability() {
            return "workload/" + name().toLowerCase(Locale.ROOT);
        }
    }

    /** Name of the hub's workflow. */
    String slug(Kind kind) {
        return name.replace(' ', '-') + "-" + kind.name().toLowerCase(Locale.ROOT);
    }

    /** The hub's workflow. */
    String definition(Kind kind) {
        StringBuilder yaml = new StringBuilder("name: " + slug(kind) + "\nmode: sequential\nsteps:\n");
        String with = "uses: " + kind.capability() + ", with: {n: " + n + "}";
        if (together) {
            String items = IntStream.range(0, steps).boxed().toList().toString();
            return yaml + "  - {id: s, " + with + ", forEach: {items: " + items + ", maxParallel: 100}}\n";
        }
        for (int i = 0; i < steps; i++) {
            yaml.append("  - {id: s").append(i).append(", ").append(with).append("}\n");
        }
        return yaml.toString();
    }
}
