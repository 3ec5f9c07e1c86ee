package io.automationhub.activities.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automationhub.activities.http.AddressPolicy;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/**
 * Servers' names that only the hub's own look-up knows, all of this machine: what reaches a server reached it at the
 * address that was checked.
 */
record GitWorld(Path temp) {

    /** Open, over plain http too. */
    static final String HOST = "git.example";
    /** Open as well. */
    static final String OTHER = "other.example";
    /** A private address nobody opened. */
    static final String CLOSED = "intranet.example";

    /** A client whose work is below {@code work}, with local repositories below {@code srv}. */
    GitClient client(long cacheBytes, GitSettings.Budget budget, @Nullable Path authorities) {
        AddressPolicy addresses = new AddressPolicy(false, Set.of(HOST, OTHER), Set.of(), host -> {
            if (Set.of(HOST, OTHER, CLOSED).contains(host)) {
                return new InetAddress[] {InetAddress.getLoopbackAddress()};
            }
            if (Character.isDigit(host.charAt(0))) {
                return new InetAddress[] {InetAddress.ofLiteral(host)};
            }
            throw new UnknownHostException(host);
        });
        SourcePolicy policy = new SourcePolicy(addresses, Set.of(HOST, OTHER, CLOSED), List.of(temp.resolve("srv")));
        return new GitClient(
                new GitSettings(temp.resolve("work"), cacheBytes, Duration.ofSeconds(30), budget, authorities), policy);
    }

    /** A client with usual limits. */
    GitClient client() {
        return client(1 << 30, GitSettings.Budget.DEFAULT, null);
    }

    /** Fetches and returns the folder. */
    Path fetch(GitClient client, String url, String commit, @Nullable GitCredential credential)
            throws InterruptedException {
        GitClient.Wanted wanted = new GitClient.Wanted(GitUrl.parse(url), commit, null, "shop", "run", credential);
        return temp.resolve("work").resolve(client.fetch(wanted, GitWatch.NONE));
    }

    /** Collects what a step's log would hold. */
    static GitWatch into(List<String> lines) {
        return new GitWatch() {
            @Override
            public void line(String text) {
                lines.add(text);
            }

            @Override
            public void alive() {
                // nothing to do
            }
        };
    }

    /** Command lines of everything this process has started and that runs now. */
    static List<String> commandLines() {
        List<String> lines = new ArrayList<>();
        ProcessHandle.current()
                .descendants()
                .forEach(process -> lines.add(process.info().commandLine().orElse("")));
        return lines;
    }

    /** Asserts a problem and returns it. */
    static ProblemException problem(ProblemType type, ThrowingCallable call) {
        ProblemException[] caught = new ProblemException[1];
        assertThatThrownBy(call).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.type()).as(e.detail() + e.evidence()).isEqualTo(type);
            caught[0] = e;
        });
        return caught[0];
    }
}
