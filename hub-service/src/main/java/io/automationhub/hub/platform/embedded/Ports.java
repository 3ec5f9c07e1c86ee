package io.automationhub.hub.platform.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free loopback ports. From 20000 to 32000: below the range the kernel gives to outgoing connections, and below 32768,
 * above which Temporal cannot store a port.
 */
final class Ports {

    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 500;

    private Ports() {}

    /**
     * The first port of a block that was remembered and is still free, else of a new one, which is then remembered.
     *
     * @param size how many ports in a row
     */
    static int block(EmbeddedState state, String key, int size) throws IOException {
        Optional<Integer> remembered = state.getInt(key).filter(first -> isFree(first, size));
        if (remembered.isPresent()) {
            return remembered.get();
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int first = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST - size);
            if (isFree(first, size)) {
                state.put(key, Integer.toString(first));
                return first;
            }
        }
        throw new EmbeddedException("No " + size + " free ports in a row between " + LOWEST + " and " + HIGHEST);
    }

    private static boolean isFree(int first, int size) {
        for (int port = first; port < first + size; port++) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (IOException taken) {
                return false;
            }
        }
        return true;
    }
}
