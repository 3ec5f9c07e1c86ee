package io.automationhub.activities.edge;

import io.automationhub.workflows.pipeline.InstanceInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the proxy is meant to do; kept on disk, and all that its configuration is made of. Immutable.
 *
 * @param backends how many backends the proxy has
 * @param environments by id
 */
record EdgeState(int backends, Map<String, Environment> environments) {

    EdgeState {
        environments = environments == null ? Map.of() : Map.copyOf(environments);
    }

    /**
     * One environment's traffic.
     *
     * @param owner whose it is; nobody else may change it
     * @param backend index of its backend
     * @param live what gets new requests; null before the first release
     * @param slots server slot to instance, for live and draining ones
     */
    record Environment(
            String owner,
            int backend,
            List<String> domains,
            @Nullable Live live,
            Map<Integer, InstanceInfo> slots) {

        Environment {
            slots = slots == null ? Map.of() : Map.copyOf(slots);
        }

        boolean isLive(InstanceInfo instance) {
            return live != null && live.release().names().contains(instance.name());
        }

        /** The same with other instances live; the instances that were live stay in their slots and drain. */
        Environment with(List<String> newDomains, @Nullable Live newLive, int slotCount) {
            Map<Integer, InstanceInfo> next = new TreeMap<>(slots);
            if (newLive != null) {
                for (InstanceInfo instance : newLive.release().instances()) {
                    next.put(slotFor(next, instance, slotCount), instance);
                }
            }
            return new Environment(owner, backend, newDomains, newLive, next);
        }

        private static int slotFor(Map<Integer, InstanceInfo> taken, InstanceInfo instance, int slotCount) {
            for (Map.Entry<Integer, InstanceInfo> slot : taken.entrySet()) {
                if (slot.getValue().name().equals(instance.name())) {
                    return slot.getKey();
                }
            }
            for (int i = 1; i <= slotCount; i++) {
                if (!taken.containsKey(i)) {
                    return i;
                }
            }
            throw new io.automationhub.workflows.problem.ProblemException(
                    io.automationhub.workflows.problem.ProblemType.CONFLICT,
                    "The environment has too many instances, old and new together; at most " + slotCount);
        }

        /** The same without these instances, which get no traffic any more. */
        Environment without(java.util.Set<String> names) {
            Map<Integer, InstanceInfo> next = new TreeMap<>(slots);
            next.values().removeIf(instance -> names.contains(instance.name()));
            return new Environment(owner, backend, domains, live, next);
        }
    }

    /**
     * What gets new requests.
     *
     * @param previous what did before; remembered so that a repeated switch answers the same
     * @param previousDomains and for which domains
     */
    record Live(RoutedRelease release, @Nullable RoutedRelease previous, List<String> previousDomains) {}

    static EdgeState empty(int backends) {
        return new EdgeState(backends, Map.of());
    }

    EdgeState with(String environment, Environment value) {
        Map<String, Environment> next = new LinkedHashMap<>(environments);
        next.put(environment, value);
        return new EdgeState(Math.max(backends, grown(value.backend())), next);
    }

    EdgeState without(String environment) {
        Map<String, Environment> next = new LinkedHashMap<>(environments);
        next.remove(environment);
        return new EdgeState(backends, next);
    }

    private int grown(int backend) {
        int size = backends;
        while (size <= backend) {
            size *= 2;
        }
        return size;
    }

    /** The first backend no environment has. */
    int freeBackend() {
        List<Integer> taken = new ArrayList<>(
                environments.values().stream().map(Environment::backend).toList());
        taken.sort(Comparator.naturalOrder());
        int free = 0;
        for (int index : taken) {
            if (index == free) {
                free++;
            }
        }
        return free;
    }

    /** Host name to backend, of all environments. */
    Map<String, String> routes() {
        Map<String, String> routes = new TreeMap<>();
        environments
                .values()
                .forEach(environment -> environment
                        .domains()
                        .forEach(domain -> routes.put(domain, HaproxyConfig.backend(environment.backend()))));
        return routes;
    }
}
