package io.automationhub.activities.git;

import io.automationhub.workflows.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What ssh is given for one connection: a key and a configuration, in a private folder that is gone when closed.
 *
 * <p>The server must show the host key the credential names. Where it names none, the first key seen is kept in the
 * host's {@code known_hosts} and no other is taken from then on.
 */
final class SshFiles implements AutoCloseable {

    private final Path folder;
    private final Path config;

    private SshFiles(Path folder, Path config) {
        this.folder = folder;
        this.config = config;
    }

    /**
     * Writes the files.
     *
     * @param home holds {@code tmp} and {@code known_hosts}
     */
    static SshFiles of(Path home, GitUrl url, InetAddress address, @Nullable GitCredential credential) {
        if (credential != null && !credential.isKey()) {
            throw ProblemException.invalid("/credential", "An ssh server is opened by a private key");
        }
        Path folder = home.resolve("tmp").resolve(UUID.randomUUID().toString());
        SshFiles files = new SshFiles(folder, folder.resolve("ssh_config"));
        try {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path key = folder.resolve("key");
            Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Path known = home.resolve("known_hosts");
            boolean pinned = false;
            if (credential != null) {
                Files.writeString(key, credential.key());
                if (!credential.hostKeys().isEmpty()) {
                    pinned = true;
                    known = Files.writeString(folder.resolve("known_hosts"), credential.hostKeys());
                }
            }
            Files.writeString(files.config, text(url, address, key, known, pinned));
            return files;
        } catch (IOException e) {
            files.close();
            throw new UncheckedIOException(e);
        }
    }

    /** The configuration file. */
    Path config() {
        return config;
    }

    /** An argument list that runs a command on the server; every argument of it is a fixed word or a safe path. */
    List<String> command(GitUrl url, String remote) {
        return List.of("ssh", "-F", config.toString(), "--", url.login(), remote);
    }

    @Override
    public void close() {
        GitFiles.delete(folder);
    }

    private static String text(GitUrl url, InetAddress address, Path key, Path known, boolean pinned) {
        return """
                Host *
                  HostName %s
                  Port %d
                  HostKeyAlias %s
                  IdentityFile "%s"
                  IdentitiesOnly yes
                  IdentityAgent none
                  BatchMode yes
                  StrictHostKeyChecking %s
                  UserKnownHostsFile "%s"
                  GlobalKnownHostsFile /dev/null
                  UpdateHostKeys no
                  ProxyCommand none
                  PermitLocalCommand no
                  ForwardAgent no
                  ForwardX11 no
                  ClearAllForwardings yes
                  ConnectTimeout 10
                  ServerAliveInterval 10
                """.formatted(
                        address.getHostAddress(),
                        url.port(),
                        url.port() == 22 ? url.host() : "[" + url.host() + "]:" + url.port(),
                        key,
                        pinned ? "yes" : "accept-new",
                        known);
    }
}
