package io.automationhub.hub.features.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionTextsTest {

    @Test
    void documentsStayAsTheyWereWritten() {
        assertThat(DefinitionTexts.split("# one\nname: a\n---\n# two\nname: b # why\n...\n---\nname: c"))
                .containsExactly("# one\nname: a\n", "# two\nname: b # why\n", "name: c");
    }

    @Test
    void commentsBeforeAMarkerBelongToWhatFollows() {
        assertThat(DefinitionTexts.split("# of the first\n---\nname: a\n"))
                .containsExactly("# of the first\nname: a\n");
        assertThat(DefinitionTexts.split("%YAML 1.2\n--- # said here\nname: a\n"))
                .containsExactly("# said here\nname: a\n");
        assertThat(DefinitionTexts.split("--- {name: a}\n")).containsExactly("{name: a}\n");
    }

    @Test
    void onlyWholeMarkersSeparate() {
        String text = "name: a\ndescription: |\n  ---\n  ...\nsteps:\n---x\n%percent\n";
        assertThat(DefinitionTexts.split(text)).containsExactly(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "---\n---\n", "# nothing\n---\n# but comments\n", "%YAML 1.2\n---\n"})
    void whereThereIsNoDocumentThereIsNone(String text) {
        assertThat(DefinitionTexts.split(text)).isEmpty();
    }
}
