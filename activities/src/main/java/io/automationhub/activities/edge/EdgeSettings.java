package io.automationhub.activities.edge;

import com.google.re2j.Pattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the proxy of this machine is run.
 *
 * @param folder where its configuration, state and sockets are; short enough for a socket's name
 * @param bind {@code address:port} it listens at
 * @param binary the HAProxy program, 2.4 or later
 * @param user account it drops to, only when started by root; null to stay
 * @param backends spare backends at first, one for each environment; doubled when they are used up
 * @param slots instances of one environment, old and new together
 */
public record EdgeSettings(
        Path folder, String bind, String binary, @Nullable String user, int backends, int slots) {

    private static final Pattern BIND =
            Pattern.compile("(?:[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|\\*|\\[[0-9a-f:]{2,39}\\]):[0-9]{1,5}");
    private static final Pattern USER = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");
    private static final int SOCKET_NAME = 100;

    public EdgeSettings {
        if (!BIND.matches(bind)) {
            throw new IllegalArgumentException("EDGE_BIND must look like 127.0.0.1:8080: " + bind);
        }
        if (user != null && !USER.matches(user)) {
            throw new IllegalArgumentException("not a user name: " + user);
        }
        if (folder.resolve(RuntimeSocket.NAME).toString().length() > SOCKET_NAME) {
            throw new IllegalArgumentException("The data folder's path is too long for a socket: " + folder);
        }
        if (backends < 1 || slots < 2) {
            throw new IllegalArgumentException("backends and slots must be positive");
        }
    }

    /** The usual settings; drops to the account {@code haproxy} when this process is root and there is one. */
    public static EdgeSettings of(Path folder, String bind, String binary) {
        boolean root = "root".equals(System.getProperty("user.name"));
        return new EdgeSettings(
                folder.toAbsolutePath().normalize(), bind, binary, root && hasAccount() ? "haproxy" : null, 64, 32);
    }

    private static boolean hasAccount() {
        try {
            return Files.readAllLines(Path.of("/etc/passwd")).stream().anyMatch(line -> line.startsWith("haproxy:"));
        } catch (IOException e) {
            return false;
        }
    }
}
