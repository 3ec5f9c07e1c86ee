package io.automationhub.activities.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EarlyLabelsTest {

    private static final Map<String, String> LABELS = Map.of("io.example.b", "2", "io.example.a", "1/x");
    private static final String LINE = "LABEL io.example.a=1/x io.example.b=2";

    @Test
    void standAfterTheLastFrom() {
        assertThat(EarlyLabels.in("ARG V=1\nFROM a:$V AS build\nRUN x\nfrom b\nCOPY . .\n", null, LABELS))
                .contains("ARG V=1\nFROM a:$V AS build\nRUN x\nfrom b\n" + LINE + "\nCOPY . .\n");
    }

    @Test
    void standAfterTheFromOfTheTarget() {
        String file = "FROM --platform=linux/amd64 a As Build\nRUN x\nFROM b\nFROM c AS last";
        assertThat(EarlyLabels.in(file, "build", LABELS))
                .contains("FROM --platform=linux/amd64 a As Build\n" + LINE + "\nRUN x\nFROM b\nFROM c AS last");
        assertThat(EarlyLabels.in(file, "1", LABELS)).contains(file.replace("FROM b\n", "FROM b\n" + LINE + "\n"));
        assertThat(EarlyLabels.in(file, "LAST", LABELS)).contains(file + "\n" + LINE);
        assertThat(EarlyLabels.in(file, "none", LABELS)).isEmpty();
    }

    @Test
    void aFromThatGoesOnEndsWhereTheEngineThinksItDoes() {
        assertThat(EarlyLabels.in("FROM \\\n# a comment \\\n\n  a\nRUN FROM \\\nFROM x", null, LABELS))
                .contains("FROM \\\n# a comment \\\n\n  a\n" + LINE + "\nRUN FROM \\\nFROM x");
        assertThat(EarlyLabels.in("\uFEFF# escape=`\r\n# syntax=x\r\nFROM `\r\nb\r\nCOPY a c:\\\r\n", null, LABELS))
                .contains("\uFEFF# escape=`\r\n# syntax=x\r\nFROM `\r\nb\r\n" + LINE + "\nCOPY a c:\\\r\n");
        // A comment that looks like a directive, but comes too late to be one.
        assertThat(EarlyLabels.in("#\n# escape=`\nFROM \\\nb", null, LABELS))
                .contains("#\n# escape=`\nFROM \\\nb\n" + LINE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "RUN x",
                "FROM a\nRUN <<EOF\nFROM b\nEOF\n",
                "FROM a \\",
                "FROM a\nRUN b \\\\\nFROM c",
                "# escape=x\nFROM a",
                "# syntax=x\n# escape=`\nFROM a",
            })
    void areLeftToTheBuilderWhereMoreWouldHaveToBeUnderstood(String dockerfile) {
        assertThat(EarlyLabels.in(dockerfile, null, LABELS)).isEmpty();
    }

    @Test
    void areLeftToTheBuilderWhereTheyNeedQuotes() {
        assertThat(EarlyLabels.in("FROM a", null, Map.of("a", "$b c"))).isEmpty();
        assertThat(EarlyLabels.in("FROM a", null, Map.of())).isEmpty();
    }
}
