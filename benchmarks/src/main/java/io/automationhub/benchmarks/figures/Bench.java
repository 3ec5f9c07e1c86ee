package io.automationhub.benchmarks.figures;

import io.automationhub.benchmarks.parts.Hub;
import io.automationhub.benchmarks.parts.Launch;
import java.nio.file.Path;

/**
 * What figures are measured on, the same for all figures of a run.
 *
 * @param hub runs, but for the figure that starts it
 * @param folder for whatever a figure needs; removed at the end
 */
public record Bench(Hub hub, Launch launch, Path folder, Scale scale) {

    /** Tells the person who waits what is going on. */
    void say(String text) {
        System.err.println("  " + text);
    }
}
