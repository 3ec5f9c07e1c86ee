package io.automationhub.agents.deployment;

import io.automationhub.activities.docker.ContainerSpec;
import io.automationhub.activities.docker.Engine;
import io.automationhub.activities.docker.Labels;
import io.automationhub.workflows.agent.CapabilityContext;
import io.automationhub.workflows.pipeline.ReleaseSnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes container specifications of a release's snapshot, and what they rest on: network and volumes. */
final class Specifications {

    private final Engine engine;

    Specifications(Engine engine) {
        this.engine = engine;
    }

    /** Makes the environment's network and the release's volumes unless they are there. */
    void prepare(Place place, ReleaseSnapshot snapshot) {
        engine.networks().ensure(place.network(), place.labels());
        for (ReleaseSnapshot.Volume volume : snapshot.volumes()) {
            engine.volumes().ensure(place.volume(volume.name()), place.labels());
        }
    }

    /** Variables of the snapshot with secrets resolved, and {@code PORT} unless it is set. */
    static Map<String, String> variables(ReleaseSnapshot snapshot, CapabilityContext context) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("PORT", String.valueOf(snapshot.port()));
        variables.putAll(snapshot.variables());
        snapshot.secrets()
                .forEach((name, secret) -> variables.put(
                        name, context.secrets().resolve(context.call().scope(), secret.name(), secret.version())));
        return variables;
    }

    ContainerSpec of(
            Place place,
            String name,
            ReleaseSnapshot snapshot,
            @Nullable List<String> command,
            Map<String, String> variables,
            Labels labels,
            boolean restart) {
        Map<String, String> volumes = new LinkedHashMap<>();
        snapshot.volumes().forEach(volume -> volumes.put(place.volume(volume.name()), volume.path()));
        return new ContainerSpec(
                name,
                snapshot.image(),
                command,
                variables,
                labels.toMap(),
                place.network(),
                volumes,
                snapshot.resources().memoryMb(),
                snapshot.resources().cpus(),
                restart);
    }
}
