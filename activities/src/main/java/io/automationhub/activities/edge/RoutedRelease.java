package io.automationhub.activities.edge;

import io.automationhub.workflows.pipeline.InstanceInfo;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A release and the instances that serve it.
 *
 * @param release its id
 */
public record RoutedRelease(String release, List<InstanceInfo> instances) {

    public RoutedRelease {
        instances = List.copyOf(instances);
    }

    /** Names of the instances. */
    Set<String> names() {
        return instances.stream().map(InstanceInfo::name).collect(Collectors.toSet());
    }
}
