package io.automationhub.hub.features.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnifiedDiffTest {

    @Test
    void showsThreeLinesAroundEachChange() {
        String from = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\nm\n";
        String to = "a\nb\nc\nD\ne\nf\ng\nh\ni\nj\nk\nl\nm\nn\n";
        assertThat(UnifiedDiff.of("1", from, "draft", to)).isEqualTo("""
                --- 1
                +++ draft
                @@ -1,7 +1,7 @@
                 a
                 b
                 c
                -d
                +D
                 e
                 f
                 g
                @@ -11,3 +11,4 @@
                 k
                 l
                 m
                +n
                """);
    }

    @Test
    void theSameTextHasNoDifference() {
        assertThat(UnifiedDiff.of("1", "a\n", "2", "a\n")).isEmpty();
    }

    @Test
    void tellsOfAMissingNewline() {
        assertThat(UnifiedDiff.of("1", "a", "2", "a\n")).isEqualTo("""
                --- 1
                +++ 2
                @@ -1 +1 @@
                -a
                \\ No newline at end of file
                +a
                """);
        assertThat(UnifiedDiff.of("1", "", "2", "a\n")).contains("@@ -0,0 +1 @@\n+a\n");
        assertThat(UnifiedDiff.of("1", "a\n", "2", "")).contains("@@ -1 +0,0 @@\n-a\n");
    }

    /** Whatever the texts, the difference makes the other one of the one. */
    @Test
    void leadsFromTheOneToTheOther() {
        Random random = new Random(11);
        for (int i = 0; i < 500; i++) {
            String from = text(random);
            String to = text(random);
            String diff = UnifiedDiff.of("1", from, "2", to);
            assertThat(applied(from, diff)).as("%s\n%s\n%s", from, to, diff).isEqualTo(to);
        }
    }

    @Test
    void textsWithNothingInCommonAreReplacedSoon() {
        String from = String.join("\n", lines("a", 20_000)) + "\n";
        String to = String.join("\n", lines("b", 20_000)) + "\n";
        long start = System.nanoTime();
        String diff = UnifiedDiff.of("1", from, "2", to);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(diff).contains("@@ -1,20000 +1,20000 @@");
        assertThat(applied(from, diff)).isEqualTo(to);
    }

    private static List<String> lines(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int lines = random.nextInt(30);
        for (int i = 0; i < lines; i++) {
            text.append((char) ('a' + random.nextInt(4))).append('\n');
        }
        return text.toString();
    }

    /** As {@code patch} does it, for texts that end with a newline. */
    private static String applied(String from, String diff) {
        List<String> left = new ArrayList<>(from.lines().toList());
        StringBuilder result = new StringBuilder();
        int at = 0;
        for (String line : diff.lines().skip(2).toList()) {
            if (line.startsWith("@@")) {
                String[] range = line.substring(4, line.indexOf(" +")).split(",", -1);
                int first = Integer.parseInt(range[0]) - (range.length > 1 && range[1].equals("0") ? 0 : 1);
                while (at < first) {
                    result.append(left.get(at++)).append('\n');
                }
            } else if (line.startsWith("+")) {
                result.append(line.substring(1)).append('\n');
            } else {
                assertThat(left.get(at)).isEqualTo(line.substring(1));
                at++;
                if (line.startsWith(" ")) {
                    result.append(line.substring(1)).append('\n');
                }
            }
        }
        while (at < left.size()) {
            result.append(left.get(at++)).append('\n');
        }
        return result.toString();
    }
}
