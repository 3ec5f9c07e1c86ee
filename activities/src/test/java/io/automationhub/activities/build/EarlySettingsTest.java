package io.automationhub.activities.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EarlySettingsTest {

    private static final Map<String, String> LABELS = Map.of("io.example.b", "2", "io.example.a", "1/x");
    private static final String LINE = "LABEL io.example.a=1/x io.example.b=2";

    @Test
    void labelsStandAfterTheLastFrom() {
        assertThat(EarlySettings.in("ARG V=1\nFROM a:$V AS build\nRUN x\nfrom b\nCOPY . .\n", null, LABELS))
                .contains("ARG V=1\nFROM a:$V AS build\nRUN x\nfrom b\n" + LINE + "\nCOPY . .\n");
    }

    @Test
    void labelsStandAfterTheFromOfTheTarget() {
        String file = "FROM --platform=linux/amd64 a As Build\nRUN x\nFROM b\nFROM c AS last";
        assertThat(EarlySettings.in(file, "build", LABELS))
                .contains("FROM --platform=linux/amd64 a As Build\n" + LINE + "\nRUN x\nFROM b\nFROM c AS last");
        assertThat(EarlySettings.in(file, "1", LABELS)).contains(file.replace("FROM b\n", "FROM b\n" + LINE + "\n"));
        assertThat(EarlySettings.in(file, "LAST", LABELS)).contains(file + "\n" + LINE);
        assertThat(EarlySettings.in(file, "none", LABELS)).isEmpty();
    }

    @Test
    void aFromThatGoesOnEndsWhereTheEngineThinksItDoes() {
        assertThat(EarlySettings.in("FROM \\\n# a comment \\\n\n  a\nRUN FROM \\\nFROM x", null, LABELS))
                .contains("FROM \\\n# a comment \\\n\n  a\n" + LINE + "\nRUN FROM \\\nFROM x");
        assertThat(EarlySettings.in("\uFEFF# escape=`\r\n# syntax=x\r\nFROM `\r\nb\r\nCOPY a c:\\\r\n", null, LABELS))
                .contains("\uFEFF# escape=`\r\n# syntax=x\r\nFROM `\r\nb\r\n" + LINE + "\nCOPY a c:\\\r\n");
        // A comment that looks like a directive, but comes too late to be one.
        assertThat(EarlySettings.in("#\n# escape=`\nFROM \\\nb", null, LABELS))
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
    void labelsAreLeftToTheBuilderWhereMoreWouldHaveToBeUnderstood(String dockerfile) {
        assertThat(EarlySettings.in(dockerfile, null, LABELS)).isEmpty();
    }

    @Test
    void labelsAreLeftToTheBuilderWhereTheyNeedQuotes() {
        assertThat(EarlySettings.in("FROM a", null, Map.of("a", "$b c"))).isEmpty();
        assertThat(EarlySettings.in("FROM a", null, Map.of())).isEmpty();
    }

    private static String settled(String dockerfile) {
        return EarlySettings.in(dockerfile, null, LABELS).orElseThrow().replace("\n" + LINE, "");
    }

    @Test
    void whatStartsTheImageStandsBeforeItsLastFiles() {
        assertThat(settled("""
                FROM a
                COPY one /one
                copy two \\
                  # a comment
                  /two
                RUN build
                # about the start
                expose 8080
                USER app
                HEALTHCHECK --interval=5s \\

                  CMD probe $PORT
                ENTRYPOINT ["/one", "$HOME"]
                CMD start
                STOPSIGNAL SIGQUIT""")).isEqualTo("""
                FROM a
                COPY one /one
                expose 8080
                HEALTHCHECK --interval=5s \\

                  CMD probe $PORT
                ENTRYPOINT ["/one", "$HOME"]
                CMD start
                STOPSIGNAL SIGQUIT
                copy two \\
                  # a comment
                  /two
                RUN build
                # about the start
                USER app""");
    }

    @Test
    void onlyTheStageOfTheImageIsRearranged() {
        String file = "FROM a AS one\nCOPY x x\nCMD x\nFROM b\nADD y y\nCMD y\n";
        assertThat(settled(file)).isEqualTo("FROM a AS one\nCOPY x x\nCMD x\nFROM b\nCMD y\nADD y y\n");
        assertThat(EarlySettings.in(file, "one", LABELS))
                .contains("FROM a AS one\n" + LINE + "\nCMD x\nCOPY x x\nFROM b\nADD y y\nCMD y\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Nothing behind the files, or no files.
                "FROM a\nCMD x\nCOPY x x\nRUN x\n",
                "FROM a\nRUN x\nCMD x\n",
                // What the builder fills in may be set in between.
                "FROM a\nCOPY x x\nENV PORT=1\nEXPOSE $PORT\nSTOPSIGNAL ${S}\n",
                // Another shell makes other commands of the same words.
                "FROM a\nSHELL [\"/bin/bash\", \"-c\"]\nCOPY x x\nCMD x\n",
                "FROM a\nCOPY x x\nSHELL [\"/bin/bash\", \"-c\"]\nCMD x\n",
                // These have a part in making files, or change with every release.
                "FROM a\nCOPY x x\nUSER u\nWORKDIR /w\nVOLUME /v\nENV A=1\nLABEL version=7\nONBUILD RUN x\n",
            })
    void everythingElseStaysWhereItIs(String dockerfile) {
        assertThat(settled(dockerfile)).isEqualTo(dockerfile);
    }
}
