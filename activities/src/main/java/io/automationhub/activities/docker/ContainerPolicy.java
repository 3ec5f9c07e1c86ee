package io.automationhub.activities.docker;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.RestartPolicy;
import io.automationhub.workflows.problem.ProblemException;
import java.util.List;
import java.util.Map;

/** The one place that decides how isolated a container is; every container of the hub comes to be through it. */
final class ContainerPolicy {

    static final int MIN_MEMORY_MB = 6;
    static final double MAX_CPUS = 1024;

    private static final long MIB = 1024 * 1024;

    /** What ordinary images need to change user, own their files and bind port 80; the rest of root's power is gone. */
    private static final Capability[] CAPABILITIES = {
        Capability.CHOWN,
        Capability.DAC_OVERRIDE,
        Capability.FOWNER,
        Capability.FSETID,
        Capability.KILL,
        Capability.NET_BIND_SERVICE,
        Capability.SETGID,
        Capability.SETUID
    };

    private ContainerPolicy() {}

    /** The engine's settings for a container, or {@code invalid} for what no container may be. */
    static HostConfig hostConfig(ContainerSpec spec) {
        if (spec.memoryMb() < MIN_MEMORY_MB || spec.memoryMb() > 16 * 1024 * 1024) {
            throw ProblemException.invalid("", "Memory is " + MIN_MEMORY_MB + " MiB or more");
        }
        if (!(spec.cpus() >= 0.01 && spec.cpus() <= MAX_CPUS)) {
            throw ProblemException.invalid("", "CPUs are 0.01 or more");
        }
        if (spec.pids() < 1 || spec.pids() > ContainerSpec.MAX_PIDS) {
            throw ProblemException.invalid("", "Processes are 1 to " + ContainerSpec.MAX_PIDS);
        }
        String network = spec.network();
        if (network != null && List.of("host", "none", "default", "bridge").contains(network)) {
            throw ProblemException.invalid("", "A container is in its environment's own network");
        }
        return HostConfig.newHostConfig()
                .withPrivileged(false)
                .withCapDrop(Capability.ALL)
                .withCapAdd(CAPABILITIES)
                .withSecurityOpts(List.of("no-new-privileges:true"))
                .withNetworkMode(network == null ? "none" : Names.container(network))
                .withIpcMode("private")
                .withPublishAllPorts(false)
                .withMounts(mounts(spec.volumes()))
                .withMemory(spec.memoryMb() * MIB)
                .withMemorySwap(spec.memoryMb() * MIB)
                .withNanoCPUs(Math.round(spec.cpus() * 1e9))
                .withPidsLimit((long) spec.pids())
                .withLogConfig(
                        new LogConfig(LogConfig.LoggingType.JSON_FILE, Map.of("max-size", "10m", "max-file", "3")))
                .withRestartPolicy(spec.restart() ? RestartPolicy.unlessStoppedRestart() : RestartPolicy.noRestart());
    }

    private static List<Mount> mounts(Map<String, String> volumes) {
        return volumes.entrySet().stream()
                .map(volume -> new Mount()
                        .withType(MountType.VOLUME)
                        .withSource(Names.container(volume.getKey()))
                        .withTarget(Names.mountPath(volume.getValue())))
                .toList();
    }
}
