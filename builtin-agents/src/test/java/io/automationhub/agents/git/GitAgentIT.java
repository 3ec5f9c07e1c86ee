package io.automationhub.agents.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.activities.git.GitClient;
import io.automationhub.activities.git.GitSettings;
import io.automationhub.activities.git.SourcePolicy;
import io.automationhub.activities.http.AddressPolicy;
import io.automationhub.agents.AgentContractTest;
import io.automationhub.agents.FakeContext;
import io.automationhub.agents.TypedAgent;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitAgentIT extends AgentContractTest {

    @TempDir
    private Path temp;

    @Override
    protected TypedAgent agent() {
        AddressPolicy addresses = new AddressPolicy(false, Set.of(), Set.of());
        return new GitAgent(new GitClient(
                GitSettings.in(temp.resolve("work")), new SourcePolicy(addresses, Set.of(), List.of(temp))));
    }

    @Test
    void resolvesAndFetchesIntoTheRunsFolder() throws Exception {
        Path shop = temp.resolve("shop");
        Files.createDirectories(shop);
        git(shop, "init", "--quiet", "--initial-branch=main");
        Files.writeString(shop.resolve("README"), "hello");
        git(shop, "add", "README");
        git(shop, "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "--quiet", "-m", "one");
        TypedAgent agent = agent();

        FakeContext resolve = FakeContext.of("git", "resolve", Map.of("url", shop.toString()));
        JsonNode resolved = agent.invoke(resolve);
        assertThat(resolved.path("kind").asText()).isEqualTo("branch");
        assertThat(resolved.path("ref").asText()).isEqualTo("main");
        String commit = resolved.path("commit").asText();

        FakeContext fetch =
                FakeContext.of("git", "fetch", Map.of("url", shop.toString(), "commit", commit, "project", "shop"));
        JsonNode fetched = agent.invoke(fetch);
        assertThat(fetched.path("path").asText())
                .isEqualTo("runs/" + fetch.call().run() + "/source");
        assertThat(temp.resolve("work").resolve(fetched.path("path").asText()).resolve("README"))
                .hasContent("hello");
        assertThat(temp.resolve("work/git/cache").resolve(fetch.call().scope().organization() + ".shop.git"))
                .isDirectory();
        assertThat(fetch.log()).last().asString().contains(commit);
    }

    @Test
    void aNamedCredentialIsResolvedInTheCall() {
        FakeContext call = FakeContext.of(
                        "git", "resolve", Map.of("url", "https://127.0.0.1/x", "credential", "MISSING"))
                .withSecret("DEPLOY_KEY", "token");
        assertThatThrownBy(() -> agent().invoke(call))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.NOT_FOUND));
    }

    @Test
    void aCredentialGoesToTheServerItIsBoundToOnly() {
        for (String url : List.of(
                "https://elsewhere.example/x",
                "https://git.example:8443/x",
                "https://git.example.evil.example/x",
                "ssh://git@git.example:2222/x")) {
            for (String capability : List.of("resolve", "fetch")) {
                FakeContext call = FakeContext.of(
                                "git",
                                capability,
                                capability.equals("resolve")
                                        ? Map.of("url", url, "credential", "TOKEN")
                                        : Map.of(
                                                "url",
                                                url,
                                                "credential",
                                                "TOKEN",
                                                "commit",
                                                "1".repeat(40),
                                                "project",
                                                "shop"))
                        .withSecretFor("git.example", "TOKEN", "canary-1");
                assertThatThrownBy(() -> agent().invoke(call)).isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.type()).isEqualTo(ProblemType.INVALID);
                    assertThat(e.detail()).contains("not bound");
                });
            }
        }
        FakeContext bound = FakeContext.of(
                        "git", "resolve", Map.of("url", "https://127.0.0.1:443/x", "credential", "TOKEN"))
                .withSecretFor("127.0.0.1", "TOKEN", "canary-1");
        assertThatThrownBy(() -> agent().invoke(bound))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.detail()).contains("not open to requests"));
    }

    private static void git(Path directory, String... arguments) throws Exception {
        List<String> all = new java.util.ArrayList<>(List.of("git"));
        all.addAll(List.of(arguments));
        Process process = new ProcessBuilder(all)
                .directory(directory.toFile())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
    }
}
