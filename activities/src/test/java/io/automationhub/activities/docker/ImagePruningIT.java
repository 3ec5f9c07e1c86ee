package io.automationhub.activities.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which images of a project go, on a real engine. */
class ImagePruningIT {

    @RegisterExtension
    static final TestEngine TEST = new TestEngine();

    private final String project = "prune" + UUID.randomUUID().toString().substring(0, 8);
    private final String repository = Images.REPOSITORY + "/" + project;
    private final Map<String, String> mine = Labels.managed()
            .with(Labels.ORGANIZATION, TEST.organization)
            .with(Labels.PROJECT, project)
            .toMap();

    @BeforeAll
    static void prepare() throws InterruptedException {
        TEST.prepared();
    }

    @AfterEach
    void removeAll() {
        prune(List.of(), "none-", Duration.ZERO);
    }

    @Test
    void whatIsKeptPinnedUsedOrForeignStays() throws Exception {
        String kept = image("kept", mine);
        String pinned = image("pinned", mine);
        TEST.engine.images().tag(pinned, repository, "env-production");
        String used = image("used", mine);
        ContainerSpec spec = TEST.spec(TEST.name("user"), "true");
        TEST.engine
                .containers()
                .createOrFind(new ContainerSpec(
                        spec.name(),
                        used,
                        List.of("/unique"),
                        Map.of(),
                        spec.labels(),
                        spec.network(),
                        Map.of(),
                        32,
                        0.5,
                        false));
        String foreign = image("foreign", Map.of());
        Map<String, String> stranger = Labels.managed()
                .with(Labels.ORGANIZATION, UUID.randomUUID().toString())
                .with(Labels.PROJECT, project)
                .toMap();
        String strangers = image("strangers", stranger);
        String old = image("old", mine);
        assertThat(prune(List.of(kept), "env-", Duration.ZERO)).containsExactly(repository + ":old");
        assertThat(TEST.engine.images().find(old)).isEmpty();
        for (String id : List.of(kept, pinned, used, foreign, strangers)) {
            assertThat(TEST.engine.images().find(id)).as(id).isPresent();
        }
        TEST.engine.containers().remove(spec.name());
        TEST.engine.images().remove(repository + ":foreign");
        TEST.engine.images().remove(repository + ":strangers");
    }

    @Test
    void aYoungOneStaysAlsoWhenOnlyItsNameIsNew() throws Exception {
        String image = image("young", mine);
        assertThat(prune(List.of(), "env-", Duration.ofMinutes(1))).isEmpty();
        // The engine tells when it was made in whole seconds.
        Instant old = Instant.now().plusMillis(2100);
        await().until(() -> Instant.now().isAfter(old));
        TEST.engine.images().tag(image, repository, "again");
        assertThat(prune(List.of(), "env-", Duration.ofSeconds(2))).isEmpty();
        assertThat(prune(List.of(), "env-", Duration.ZERO)).hasSize(2);
    }

    @Test
    void whatLostItsNameGoesToo() throws Exception {
        String first = image("same", mine);
        String second = image("same", mine);
        assertThat(second).isNotEqualTo(first);
        assertThat(prune(List.of(second), "env-", Duration.ZERO)).containsExactly(first);
        assertThat(TEST.engine.images().find(first)).isEmpty();
    }

    @Test
    void anImageSomebodyNamedStaysUnderThatName() throws Exception {
        String image = image("shared", mine);
        String name = "hub-test-people/" + project;
        TEST.engine.images().tag(image, name, "v1");
        assertThat(prune(List.of(), "env-", Duration.ZERO)).containsExactly(repository + ":shared");
        assertThat(TEST.engine.images().find(name + ":v1")).isPresent();
        TEST.engine.images().remove(name + ":v1");
    }

    private List<String> prune(List<String> keep, String keepTag, Duration age) {
        return TEST.engine.images().prune(mine, keep, keepTag, age);
    }

    private String image(String tag, Map<String, String> labels) throws InterruptedException {
        byte[] dockerfile = "FROM scratch\nCOPY unique /unique\n".getBytes(StandardCharsets.UTF_8);
        byte[] unique = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
        return TEST.build(Map.of("Dockerfile", dockerfile, "unique", unique), repository + ":" + tag, labels);
    }
}
