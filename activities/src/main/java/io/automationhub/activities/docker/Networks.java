package io.automationhub.activities.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Network;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Bridge networks, one for each environment, so that environments cannot reach each other. */
public final class Networks {

    private static final int SUBNET_BITS = 26;

    private final DockerClient client;
    private final int base;
    private final int subnets;

    Networks(DockerClient client, String pool) {
        this.client = client;
        String[] parts = pool.split("[./]", -1);
        int bits = Integer.parseInt(parts[4]);
        if (parts.length != 5 || bits < 16 || bits > 24) {
            throw new IllegalArgumentException("networkPool must be an IPv4 range of /16 to /24: " + pool);
        }
        base = (Integer.parseInt(parts[0]) << 24)
                | (Integer.parseInt(parts[1]) << 16)
                | (Integer.parseInt(parts[2]) << 8)
                | Integer.parseInt(parts[3]);
        subnets = 1 << (SUBNET_BITS - bits);
    }

    /**
     * Makes a network unless it is there; of several callers at once all get the same.
     *
     * @param labels whose it is; an existing network must carry all of them, else {@code conflict}
     */
    public synchronized void ensure(String name, Map<String, String> labels) {
        Names.container(name);
        List<Network> found = byName(name);
        if (found.isEmpty()) {
            create(name, labels);
            found = byName(name);
        }
        // Older engines let two callers make two networks of one name: all keep the oldest.
        found.stream().skip(1).forEach(surplus -> remove(surplus.getId()));
        Map<String, String> carried = found.isEmpty() || found.getFirst().getLabels() == null
                ? Map.of()
                : found.getFirst().getLabels();
        if (!carried.entrySet().containsAll(labels.entrySet())) {
            throw new ProblemException(ProblemType.CONFLICT, "The network '" + name + "' belongs to something else");
        }
    }

    /** Whether there is a network of this name. */
    public boolean exists(String name) {
        return !byName(Names.container(name)).isEmpty();
    }

    /** Removes a network; fine when it is gone, {@code conflict} or {@code forbidden} while something is in it. */
    public void remove(String network) {
        try {
            client.removeNetworkCmd(Names.identifier(network)).exec();
        } catch (NotFoundException e) {
            return; // gone already
        } catch (RuntimeException e) {
            throw EngineErrors.map(e);
        }
    }

    private List<Network> byName(String name) {
        List<Network> found = EngineErrors.mapped(
                () -> client.listNetworksCmd().withNameFilter(name).exec());
        return found.stream()
                .filter(network -> name.equals(network.getName()))
                .sorted(Comparator.comparing(Network::getCreated).thenComparing(Network::getId))
                .toList();
    }

    /** Tries subnets from a place that depends on the name, so that few are refused as taken. */
    private void create(String name, Map<String, String> labels) {
        int first = Math.floorMod(name.hashCode(), subnets);
        for (int i = 0; i < subnets; i++) {
            try {
                String subnet = subnet((first + i) % subnets);
                client.createNetworkCmd()
                        .withName(name)
                        .withDriver("bridge")
                        .withCheckDuplicate(true)
                        .withIpam(new Network.Ipam().withConfig(new Network.Ipam.Config().withSubnet(subnet)))
                        .withLabels(labels)
                        .exec();
                return;
            } catch (DockerException e) {
                String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
                if (e.getHttpStatus() == 409 && message.contains("already exists")) {
                    return; // another caller was faster
                }
                if (!message.contains("overlap")) {
                    throw EngineErrors.map(e);
                }
            } catch (RuntimeException e) {
                throw EngineErrors.map(e);
            }
        }
        throw new ProblemException(
                ProblemType.UNAVAILABLE, "All " + subnets + " networks of the configured range are taken");
    }

    private String subnet(int index) {
        int address = base + (index << (32 - SUBNET_BITS));
        return (address >>> 24) + "." + ((address >>> 16) & 255) + "." + ((address >>> 8) & 255) + "." + (address & 255)
                + "/" + SUBNET_BITS;
    }
}
