package io.automationhub.activities.edge;

import io.automationhub.workflows.pipeline.InstanceInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Brings a running proxy to a wanted state by the commands that are missing, in an order in which no request falls between:
 * new instances first, then routes, then the end of old ones. Doing it again does nothing.
 */
final class Steering {

    private static final int FORCED_MAINTENANCE = 1;
    private static final int FORCED_DRAIN = 8;

    private final RuntimeSocket socket;
    private final int slots;

    Steering(RuntimeSocket socket, int slots) {
        this.socket = socket;
        this.slots = slots;
    }

    /** A server as the proxy has it. */
    private record Server(String address, int admin, String weight) {}

    private enum Wanted {
        READY,
        DRAIN,
        MAINTENANCE
    }

    /** Brings all environments to the state. */
    void apply(EdgeState state) throws IOException {
        Map<Integer, EdgeState.@Nullable Environment> byBackend = new HashMap<>();
        for (int i = 0; i < state.backends(); i++) {
            byBackend.put(i, null);
        }
        state.environments().values().forEach(environment -> byBackend.put(environment.backend(), environment));
        run(state, byBackend, servers("show servers state"));
    }

    /** Brings one environment, and the routes, to the state. */
    void apply(EdgeState state, int backend, EdgeState.@Nullable Environment environment) throws IOException {
        Map<Integer, EdgeState.@Nullable Environment> one = new HashMap<>();
        one.put(backend, environment);
        run(state, one, servers("show servers state " + HaproxyConfig.backend(backend)));
    }

    private void run(
            EdgeState state,
            Map<Integer, EdgeState.@Nullable Environment> environments,
            Map<String, Map<String, Server>> found)
            throws IOException {
        List<String> begin = new ArrayList<>();
        List<String> end = new ArrayList<>();
        environments.forEach((index, environment) -> {
            String backend = HaproxyConfig.backend(index);
            Map<String, Server> servers = found.getOrDefault(backend, Map.of());
            for (int slot = 1; slot <= slots; slot++) {
                InstanceInfo instance =
                        environment == null ? null : environment.slots().get(slot);
                Server server = servers.get(HaproxyConfig.server(slot));
                if (server != null) {
                    String name = backend + "/" + HaproxyConfig.server(slot);
                    Wanted wanted = environment == null || instance == null
                            ? Wanted.MAINTENANCE
                            : environment.isLive(instance) ? Wanted.READY : Wanted.DRAIN;
                    steer(name, server, instance, wanted, wanted == Wanted.READY ? begin : end);
                }
            }
        });
        socket.tell(begin);
        socket.tell(routes(state));
        socket.tell(end);
    }

    private static void steer(
            String name, Server server, @Nullable InstanceInfo instance, Wanted wanted, List<String> commands) {
        if (instance != null && !server.address().equals(Address.checked(instance))) {
            commands.add("set server " + name + " addr " + instance.address() + " port " + instance.port());
        }
        if (wanted == Wanted.READY && !server.weight().equals("100")) {
            commands.add("set server " + name + " weight 100");
        }
        Wanted now = (server.admin() & FORCED_MAINTENANCE) != 0
                ? Wanted.MAINTENANCE
                : (server.admin() & FORCED_DRAIN) != 0 ? Wanted.DRAIN : Wanted.READY;
        if (now == wanted) {
            return;
        }
        switch (wanted) {
            case READY -> commands.add("set server " + name + " state ready");
            case DRAIN -> {
                if (now == Wanted.MAINTENANCE) {
                    commands.add("set server " + name + " state ready");
                }
                commands.add("set server " + name + " state drain");
            }
            case MAINTENANCE -> commands.add("set server " + name + " state maint");
        }
    }

    private List<String> routes(EdgeState state) throws IOException {
        Map<String, String> have = new TreeMap<>();
        socket.ask("show map " + HaproxyConfig.MAP).lines().forEach(line -> {
            String[] columns = line.strip().split(" ", -1);
            if (columns.length == 3) {
                have.put(columns[1], columns[2]);
            }
        });
        List<String> commands = new ArrayList<>();
        state.routes().forEach((domain, backend) -> {
            String now = have.remove(domain);
            if (now == null) {
                commands.add("add map " + HaproxyConfig.MAP + " " + domain + " " + backend);
            } else if (!now.equals(backend)) {
                commands.add("set map " + HaproxyConfig.MAP + " " + domain + " " + backend);
            }
        });
        have.keySet().forEach(gone -> commands.add("del map " + HaproxyConfig.MAP + " " + gone));
        return commands;
    }

    private Map<String, Map<String, Server>> servers(String command) throws IOException {
        Map<String, Map<String, Server>> found = new HashMap<>();
        socket.ask(command).lines().forEach(line -> {
            String[] columns = line.split(" ", -1);
            if (columns.length > 18 && !line.startsWith("#")) {
                Server server = new Server(columns[4] + ":" + columns[18], Integer.parseInt(columns[6]), columns[7]);
                found.computeIfAbsent(columns[1], name -> new HashMap<>()).put(columns[3], server);
            }
        });
        if (found.isEmpty()) {
            throw new IOException("the edge proxy knows no such backend");
        }
        return found;
    }

    /** Traffic of a backend's servers, by slot. */
    Map<Integer, InstanceTraffic> traffic(int backend) throws IOException {
        Map<Integer, InstanceTraffic> found = new TreeMap<>();
        Map<String, Integer> columns = new HashMap<>();
        // -1 4 -1: every proxy, servers only, every server; a backend's name as filter came with HAProxy 1.8
        socket.ask("show stat " + HaproxyConfig.backend(backend) + " 4 -1")
                .lines()
                .forEach(line -> {
                    String[] values = line.split(",", -1);
                    if (line.startsWith("# ")) {
                        for (int i = 0; i < values.length; i++) {
                            columns.put(values[i].replace("# ", ""), i);
                        }
                    } else if (values.length > 50) {
                        long errors = number(values, columns, "hrsp_5xx") + number(values, columns, "eresp");
                        long requests = errors
                                + number(values, columns, "hrsp_1xx")
                                + number(values, columns, "hrsp_2xx")
                                + number(values, columns, "hrsp_3xx")
                                + number(values, columns, "hrsp_4xx")
                                + number(values, columns, "hrsp_other");
                        String server = values[1];
                        found.put(
                                Integer.parseInt(server.substring(1)),
                                new InstanceTraffic(requests, errors, number(values, columns, "scur")));
                    }
                });
        return found;
    }

    private static long number(String[] values, Map<String, Integer> columns, String name) {
        Integer at = columns.get(name);
        return at == null || values[at].isEmpty() ? 0 : Long.parseLong(values[at]);
    }
}
