package io.automationhub.hub.platform.embedded;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The server's two configuration files, rewritten at each start. JSON, which is YAML too, so that nothing needs quoting
 * by hand.
 *
 * @param firstPort first of {@link #PORTS} loopback ports in a row
 * @param shards number of history shards, which can never change after the first start
 */
record TemporalConfig(int firstPort, int shards) {

    /** Each of the four services takes one port for calls and one for membership. */
    static final int PORTS = 8;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SERVICES = List.of("frontend", "history", "matching", "worker");
    private static final long MEBI = 1024L * 1024;

    /**
     * Each of the four services opens a pool of its own to each store; together they stay below 60 of PostgreSQL's 100
     * connections.
     */
    private static final int STORE_CONNECTIONS = 12;

    private static final int VISIBILITY_CONNECTIONS = 3;

    int frontendPort() {
        return firstPort;
    }

    /** Writes the files, readable by the hub's user only. */
    Path write(Path folder, DatabaseAccess store, DatabaseAccess visibility) throws IOException {
        Files.createDirectories(folder);
        Path dynamic = folder.resolve("temporal-dynamic.yaml");
        Path main = folder.resolve("temporal.yaml");
        write(dynamic, dynamicConfig());
        write(main, config(store, visibility, dynamic));
        return main;
    }

    private static void write(Path file, Object content) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content));
    }

    private Map<String, Object> config(DatabaseAccess store, DatabaseAccess visibility, Path dynamic) {
        Map<String, Object> services = new TreeMap<>();
        for (int i = 0; i < SERVICES.size(); i++) {
            services.put(
                    SERVICES.get(i),
                    Map.of(
                            "rpc",
                            Map.of(
                                    "grpcPort",
                                    firstPort + 2 * i,
                                    "membershipPort",
                                    firstPort + 2 * i + 1,
                                    "bindOnLocalHost",
                                    true)));
        }
        return Map.of(
                "log",
                Map.of("stdout", true, "level", "warn"),
                "persistence",
                Map.of(
                        "defaultStore",
                        "store",
                        "visibilityStore",
                        "visibility",
                        "numHistoryShards",
                        shards,
                        "datastores",
                        Map.of(
                                "store", datastore(store, STORE_CONNECTIONS),
                                "visibility", datastore(visibility, VISIBILITY_CONNECTIONS))),
                "global",
                Map.of("membership", Map.of("maxJoinDuration", "30s", "broadcastAddress", "127.0.0.1")),
                "services",
                services,
                "clusterMetadata",
                Map.of(
                        "enableGlobalNamespace",
                        false,
                        "failoverVersionIncrement",
                        10,
                        "masterClusterName",
                        "active",
                        "currentClusterName",
                        "active",
                        "clusterInformation",
                        Map.of("active", thisCluster())),
                "dcRedirectionPolicy",
                Map.of("policy", "noop"),
                "archival",
                Map.of(
                        "history", Map.of("state", "disabled", "enableRead", false),
                        "visibility", Map.of("state", "disabled", "enableRead", false)),
                "dynamicConfigClient",
                Map.of("filepath", dynamic.toString(), "pollInterval", "60s"));
    }

    private Map<String, Object> thisCluster() {
        return Map.of(
                "enabled",
                true,
                "initialFailoverVersion",
                1,
                "rpcName",
                "frontend",
                "rpcAddress",
                "127.0.0.1:" + frontendPort());
    }

    private static Map<String, Object> datastore(DatabaseAccess access, int connections) {
        return Map.of(
                "sql",
                Map.of(
                        "pluginName",
                        "postgres12_pgx",
                        "databaseName",
                        access.database(),
                        "connectAddr",
                        access.address(),
                        "connectProtocol",
                        "tcp",
                        "user",
                        access.user(),
                        "password",
                        access.password(),
                        "maxConns",
                        connections,
                        "maxIdleConns",
                        Math.min(connections, 6),
                        "maxConnLifetime",
                        "1h"));
    }

    /**
     * One small machine instead of a cluster: caches bounded by bytes, few goroutines in the task schedulers, queue
     * processors that look at once (the default of 20 polls a second costs a step 75 ms instead of 28), one partition a
     * task queue, and no limits meant to protect tenants of a shared cluster.
     */
    private static Map<String, Object> dynamicConfig() {
        Map<String, Object> values = new TreeMap<>();
        values.put("history.cacheSizeBasedLimit", true);
        values.put("history.hostLevelCacheMaxSizeBytes", 32 * MEBI);
        values.put("history.enableHostLevelEventsCache", true);
        values.put("history.eventsHostLevelCacheMaxSizeBytes", 16 * MEBI);
        values.put("history.cacheTTL", "10m");
        for (String queue : List.of("transfer", "timer", "visibility")) {
            values.put("history." + queue + "ProcessorMaxPollRPS", 1000);
            values.put("history." + queue + "ProcessorSchedulerWorkerCount", 32);
        }
        values.put("history.memoryTimerProcessorSchedulerWorkerCount", 8);
        values.put("history.archivalProcessorSchedulerWorkerCount", 1);
        values.put("history.persistenceMaxQPS", 50_000);
        values.put("history.rps", 20_000);
        values.put("frontend.persistenceMaxQPS", 20_000);
        values.put("frontend.rps", 20_000);
        values.put("frontend.namespaceRPS", 20_000);
        values.put("frontend.namespaceCount", 20_000);
        values.put("matching.persistenceMaxQPS", 20_000);
        values.put("matching.rps", 20_000);
        values.put("matching.numTaskqueueReadPartitions", 1);
        values.put("matching.numTaskqueueWritePartitions", 1);
        values.put("system.enableEagerWorkflowStart", true);
        values.put("system.enableActivityEagerExecution", true);
        values.put("worker.stickyCacheSize", 32);
        values.put("worker.historyScannerEnabled", false);
        values.put("worker.taskQueueScannerEnabled", false);
        values.put("worker.buildIdScavengerEnabled", false);
        for (String kind : List.of("ParentClose", "Scanner")) {
            values.put("worker." + kind + "MaxConcurrentActivityExecutionSize", 8);
            values.put("worker." + kind + "MaxConcurrentWorkflowTaskExecutionSize", 8);
            values.put("worker." + kind + "MaxConcurrentActivityTaskPollers", 2);
            values.put("worker." + kind + "MaxConcurrentWorkflowTaskPollers", 2);
        }
        Map<String, Object> entries = new TreeMap<>();
        values.forEach((name, value) -> entries.put(name, List.of(Map.of("value", value))));
        return entries;
    }
}
