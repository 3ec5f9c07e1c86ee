package io.automationhub.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.automationhub.workflows.flow.FlowAgent;
import org.junit.jupiter.api.Test;

/** The interpreter's own agent keeps to what is asked of every agent's manifest. */
class FlowManifestTest {

    @Test
    void theManifestIsCorrect() {
        assertThat(Manifests.load("flow")).isEqualTo(new FlowAgent().manifest());
    }
}
