package io.automationhub.hub.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MaskerTest {

    private static final OrganizationId MINE = OrganizationId.of("01900000-0000-7000-8000-000000000001");
    private static final OrganizationId OTHER = OrganizationId.of("01900000-0000-7000-8000-000000000002");
    private static final String CANARY = "canary/\"4f+9b é\\=z\ttail&end";

    private final Masker masker = new Masker(organization -> List.of());

    static Stream<String> formsOfTheCanary() {
        byte[] bytes = CANARY.getBytes(StandardCharsets.UTF_8);
        String url = URLEncoder.encode(CANARY, StandardCharsets.UTF_8);
        List<String> forms = new ArrayList<>(List.of(
                CANARY,
                url,
                url.replace("+", "%20"),
                "canary%2f%224f%2b9b%20%c3%a9%5c%3dz%09tail%26end",
                "canary/%224f%2B9b%20%C3%A9%5C%3Dz%09tail%26end",
                "canary/\\\"4f+9b é\\\\=z\\ttail&end",
                "canary\\/\\\"4f+9b \\u00e9\\\\=z\\ttail&end"));
        for (String before : List.of("", "a", "ab", "user:")) {
            for (String behind : List.of("", "x", "xy")) {
                byte[] whole = (before + CANARY + behind).getBytes(StandardCharsets.UTF_8);
                forms.add(Base64.getEncoder().encodeToString(whole));
                forms.add(Base64.getUrlEncoder().withoutPadding().encodeToString(whole));
            }
        }
        forms.add(Base64.getEncoder().encodeToString(bytes));
        return forms.stream();
    }

    @ParameterizedTest
    @MethodSource("formsOfTheCanary")
    void masksEveryForm(String form) {
        // Positive control: without the secret the text comes through as it is.
        assertThat(masker.mask(MINE, "before " + form + " behind")).contains(form);
        masker.add(MINE, CANARY);
        String masked = masker.mask(MINE, "before " + form + " behind");
        assertThat(masked).startsWith("before ").endsWith(" behind").contains(Masker.MASK);
        assertNothingLeft(masked);
    }

    @ParameterizedTest
    @MethodSource("formsOfTheCanary")
    void masksEveryFormAtEveryBorder(String form) {
        masker.add(MINE, CANARY);
        String text = "x" + form + "y";
        for (int cut = 1; cut < text.length(); cut++) {
            Masker.Stream stream = masker.stream(MINE);
            String masked = stream.accept(text.substring(0, cut)) + stream.accept(text.substring(cut)) + stream.flush();
            assertThat(masked).isEqualTo(masker.mask(MINE, text));
            assertNothingLeft(masked);
        }
    }

    @Test
    void masksBase64BrokenIntoLines() {
        String secret = "long-canary-" + "0123456789abcdefghij".repeat(8);
        masker.add(MINE, secret);
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        for (int length : new int[] {64, 76}) {
            String text = Base64.getMimeEncoder(length, new byte[] {'\n'}).encodeToString(bytes);
            assertThat(text.lines().map(line -> masker.mask(MINE, line)))
                    .allMatch(line -> line.matches("\\*{3}=*|.{1,5}=*"));
        }
    }

    @Test
    void masksEachLineOfASecretOfManyLines() {
        masker.add(MINE, "-----BEGIN KEY-----\ncanary-one\ncanary-two\n-----END KEY-----\n");
        assertThat(masker.mask(MINE, "line: canary-two")).isEqualTo("line: ***");
    }

    @Test
    void letsOthersSecretsThrough() {
        masker.add(OTHER, "guessable");
        assertThat(masker.mask(MINE, "is it guessable?")).isEqualTo("is it guessable?");
        assertThat(masker.mask(OTHER, "is it guessable?")).isEqualTo("is it ***?");
    }

    @Test
    void leavesShortValuesAlone() {
        masker.add(MINE, "abc");
        masker.add(MINE, "");
        assertThat(masker.mask(MINE, "abcabc")).isEqualTo("abcabc");
        masker.add(MINE, "abcd");
        assertThat(masker.mask(MINE, "abc abcd")).isEqualTo("abc ***");
    }

    @Test
    void masksOverlappingAndAdjacentSecrets() {
        masker.add(MINE, "abcdef");
        masker.add(MINE, "defghi");
        masker.add(MINE, "aaaa");
        assertThat(masker.mask(MINE, "-abcdefghi-")).isEqualTo("-***-");
        assertThat(masker.mask(MINE, "-abcdefabcdef-")).isEqualTo("-******-");
        assertThat(masker.mask(MINE, "-" + "a".repeat(1000) + "-")).isEqualTo("-***-");
        Masker.Stream stream = masker.stream(MINE);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            out.append(stream.accept("a"));
        }
        assertThat(out + stream.flush()).isEqualTo("***");
    }

    @Test
    void holdsBackOnlyWhatMayBeASecret() {
        masker.add(MINE, "secret-value");
        Masker.Stream stream = masker.stream(MINE);
        assertThat(stream.accept("the sec")).isEqualTo("the ");
        assertThat(stream.accept("ond one")).isEqualTo("second one");
        assertThat(stream.accept(" secret")).isEqualTo(" ");
        assertThat(stream.flush()).isEqualTo("secret");
        assertThat(stream.accept("-value")).isEqualTo("-value");
    }

    @Test
    void aSecretThatCameMeanwhileIsMaskedInOpenStreams() {
        masker.add(MINE, "first-secret");
        Masker.Stream stream = masker.stream(MINE);
        assertThat(stream.accept("a first-sec")).isEqualTo("a ");
        masker.add(MINE, "second-secret");
        assertThat(stream.accept("ret and second-secret.")).isEqualTo("*** and ***.");
    }

    @Test
    void loadsStoredSecretsWhenAStreamIsOpened() {
        List<String> stored = new ArrayList<>(List.of("stored-canary"));
        Masker own = new Masker(organization -> stored);
        assertThat(own.mask(MINE, "stored-canary late-canary")).isEqualTo("*** late-canary");
        stored.add("late-canary");
        assertThat(own.mask(MINE, "stored-canary late-canary")).isEqualTo("*** ***");
    }

    @Test
    void letsNothingThroughWhenSecretsCannotBeRead() {
        Masker own = new Masker(organization -> {
            throw new ProblemException(ProblemType.UNAVAILABLE, "The database is away");
        });
        assertThatThrownBy(() -> own.mask(MINE, "text")).isInstanceOf(ProblemException.class);
    }

    @Test
    void costDoesNotGrowWithTheNumberOfSecrets() {
        String text = "a line of output with nothing in it 0123456789\n".repeat(2000);
        masker.add(MINE, "secret-0-value");
        long few = time(text);
        for (int i = 1; i < 500; i++) {
            masker.add(
                    MINE,
                    "secret-" + i + "-value-" + Integer.toHexString(i * 7919).toUpperCase(Locale.ROOT));
        }
        time(text);
        // Generous, as the machine may be busy; a search for each secret would be 500 times as long.
        assertThat(time(text)).isLessThan(Math.max(few * 40, 500_000_000L));
    }

    private long time(String text) {
        masker.mask(MINE, text);
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            assertThat(masker.mask(MINE, text)).hasSameSizeAs(text);
            best = Math.min(best, System.nanoTime() - start);
        }
        return best;
    }

    private static void assertNothingLeft(String masked) {
        assertThat(masked).doesNotContain("canary").doesNotContain("tail").doesNotContain("4f");
    }
}
