package io.automationhub.workflows.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ProblemTypeTest {

    @Test
    void slugsAreUniqueAndFindTheirType() {
        assertThat(Arrays.stream(ProblemType.values()).map(ProblemType::slug)).doesNotHaveDuplicates();
        for (ProblemType type : ProblemType.values()) {
            assertThat(ProblemType.of(type.slug())).isSameAs(type);
        }
    }

    @Test
    void aSlugOfAnotherVersionIsInternal() {
        assertThat(ProblemType.of("made_up")).isSameAs(ProblemType.INTERNAL_ERROR);
    }
}
