package io.automationhub.activities.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    private final AtomicLong clock = new AtomicLong();

    @Test
    void splitsLinesOfAnyKindOfEnd() {
        assertThat(read("a\nb\r\n\nc", 100)).containsExactly("a", "b", "", "c");
    }

    @Test
    void cutsALongLineAndGoesOn() {
        List<String> lines = read("x".repeat(100_000) + "\nnext\n", 1_000_000);
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst()).hasSize(Command.MAX_LINE);
        assertThat(lines.getLast()).isEqualTo("next");
    }

    @Test
    void ofProgressRedrawnInPlaceOnlySomeAndTheLastStateArrive() {
        assertThat(read("1%\r2%\r3%\r100%, done\n", 100)).containsExactly("1%", "100%, done");
    }

    @Test
    void stopsWhenTheBudgetIsUsedUp() {
        AtomicLong budget = new AtomicLong(10);
        assertThat(read("0123456789abc\n", budget)).isEmpty();
        assertThat(budget).hasNegativeValue();
    }

    @Test
    void bytesThatAreNotUtf8AreReplaced() {
        BlockingQueue<LineReader.Piece> queue = new LinkedBlockingQueue<>();
        byte[] bytes = {'a', (byte) 0xff, 'b', '\n'};
        new LineReader(new ByteArrayInputStream(bytes), true, queue, new AtomicLong(10), clock::get).run();
        assertThat(queue).containsExactly(new LineReader.Piece(true, "a\ufffdb"), LineReader.END);
    }

    private List<String> read(String text, long budget) {
        return read(text, new AtomicLong(budget));
    }

    private List<String> read(String text, AtomicLong budget) {
        BlockingQueue<LineReader.Piece> queue = new LinkedBlockingQueue<>();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        new LineReader(new ByteArrayInputStream(bytes), false, queue, budget, clock::get).run();
        return queue.stream()
                .filter(piece -> !piece.equals(LineReader.END))
                .map(LineReader.Piece::text)
                .toList();
    }
}
