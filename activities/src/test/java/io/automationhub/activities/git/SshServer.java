package io.automationhub.activities.git;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A real sshd on loopback that lets one key do git's work and nothing else. */
final class SshServer implements AutoCloseable {

    private final Path folder;
    private final int port;
    private @Nullable Process sshd;

    private SshServer(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Starts one; {@code git-lfs-authenticate} answers with what is in the file {@code lfs.json}. */
    static SshServer start(Path folder) throws Exception {
        Files.createDirectories(folder);
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        SshServer server = new SshServer(folder, port);
        keygen(folder.resolve("client"));
        keygen(folder.resolve("host"));
        Path shell = executable(folder.resolve("shell"), """
                #!/bin/sh
                case "$SSH_ORIGINAL_COMMAND" in
                  git-upload-pack*) exec git-shell -c "$SSH_ORIGINAL_COMMAND" ;;
                  git-lfs-authenticate*) exec cat '%s' ;;
                esac
                exit 1
                """.formatted(folder.resolve("lfs.json")));
        Files.writeString(
                folder.resolve("authorized_keys"),
                "restrict,command=\"" + shell + "\" " + Files.readString(folder.resolve("client.pub")));
        // Debian's sshd wants this folder of its own before it runs as root.
        if (System.getProperty("user.name").equals("root")) {
            Files.createDirectories(
                    Path.of("/run/sshd"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        }
        server.run();
        return server;
    }

    /** Gives it another host key, as a machine in between would have. */
    void changeHostKey() throws Exception {
        stop();
        Files.delete(folder.resolve("host"));
        Files.delete(folder.resolve("host.pub"));
        keygen(folder.resolve("host"));
        run();
    }

    /** The private key that is let in. */
    String key() throws IOException {
        return Files.readString(folder.resolve("client"));
    }

    /** Its host key as {@code ssh-keyscan} prints it for a name. */
    String hostKey(String host) throws IOException {
        return "[" + host + "]:" + port + " " + Files.readString(folder.resolve("host.pub"));
    }

    String url(String host, Repository repository) {
        return "ssh://" + System.getProperty("user.name") + "@" + host + ":" + port + repository.path();
    }

    /** What {@code git-lfs-authenticate} answers. */
    void answerLargeFiles(String json) throws IOException {
        Files.writeString(folder.resolve("lfs.json"), json);
    }

    private void run() throws Exception {
        Path config = Files.writeString(folder.resolve("sshd_config"), """
                Port %d
                ListenAddress 127.0.0.1
                HostKey %s
                AuthorizedKeysFile %s
                PidFile none
                UsePAM no
                StrictModes no
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                PermitRootLogin prohibit-password
                """.formatted(
                        port, folder.resolve("host"), folder.resolve("authorized_keys")));
        Process started = new ProcessBuilder("/usr/sbin/sshd", "-D", "-e", "-f", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        sshd = started;
        Awaitility.await().until(() -> {
            if (!started.isAlive()) {
                throw new IllegalStateException(Files.readString(folder.resolve("log")));
            }
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException e) {
                return false;
            }
        });
    }

    private void stop() {
        if (sshd != null) {
            sshd.destroy();
            sshd.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        }
    }

    @Override
    public void close() {
        stop();
    }

    private static void keygen(Path file) throws Exception {
        int exit = new ProcessBuilder(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file.toString()))
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IllegalStateException("ssh-keygen ended with " + exit);
        }
    }

    private static Path executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
