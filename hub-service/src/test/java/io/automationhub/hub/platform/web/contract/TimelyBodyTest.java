package io.automationhub.hub.platform.web.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TimelyBodyTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // a clock may overflow

    /** A body whose pieces come at some distance in time. */
    private InputStream arriving(int bytes, int piece, long millisBetween) {
        return new FilterInputStream(new ByteArrayInputStream(new byte[bytes])) {
            @Override
            public int read(byte[] into, int from, int most) throws IOException {
                now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millisBetween));
                return super.read(into, from, Math.min(piece, most));
            }
        };
    }

    private byte[] read(InputStream stream, int most) {
        return TimelyBody.read(stream, most, now::get);
    }

    @Test
    void readsWholeBodiesAndOneByteTooMany() {
        assertThat(read(arriving(100_000, 7_000, 0), 200_000)).hasSize(100_000);
        assertThat(read(arriving(100_000, 7_000, 0), 99_999)).hasSize(100_000);
        assertThat(read(arriving(100_000, 7_000, 0), 1_000)).hasSize(1_001);
        assertThat(read(arriving(0, 1, 0), 10)).isEmpty();
    }

    @Test
    void aSmallBodyThatABusyServerReadLateIsWhole() {
        assertThat(read(arriving(2, 2, 9_000), 10)).hasSize(2);
    }

    @Test
    void aSteadyBodyMayTakeLong() {
        assertThat(read(arriving(1_000_000, 600, 1_000), 1_000_000)).hasSize(1_000_000);
    }

    @Test
    void aBodyThatDripsInIsRefused() {
        assertThatThrownBy(() -> read(arriving(1_000_000, 100, 1_000), 1_000_000))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.MALFORMED));
        assertThat(TimeUnit.NANOSECONDS.toSeconds(now.get() - (Long.MAX_VALUE - 5)))
                .isBetween(11L, 20L);
    }

    @Test
    void aBodyThatBreaksOffIsTheClientsProblem() {
        InputStream broken = new FilterInputStream(InputStream.nullInputStream()) {
            @Override
            public int read(byte[] into, int from, int most) throws IOException {
                throw new EOFException("closed");
            }
        };
        assertThatThrownBy(() -> read(broken, 10))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.MALFORMED));
    }
}
