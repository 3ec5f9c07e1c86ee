package io.automationhub.hub.platform.web.contract;

import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Reads what a client sends, which has to come in at some rate: a body that drips in would keep its request open for hours.
 * The server's own limit does not tell a slow client from a busy server and refuses whole bodies that lay there unread.
 */
final class TimelyBody {

    private static final long GRACE_SECONDS = 10;
    private static final long BYTES_A_SECOND = 256;
    private static final int PIECE = 8 << 10;

    private TimelyBody() {}

    /**
     * Reads to the end, or one byte more than is allowed.
     *
     * @param most bytes the body may have
     * @param clock in nanoseconds
     * @throws ProblemException {@code malformed} when it came in too slowly or not to its end
     */
    static byte[] read(InputStream stream, int most, LongSupplier clock) {
        try {
            return timely(stream, most, clock);
        } catch (IOException e) {
            throw new ProblemException(ProblemType.MALFORMED, "The body did not come in whole", e);
        }
    }

    private static byte[] timely(InputStream stream, int most, LongSupplier clock) throws IOException {
        long begun = clock.getAsLong();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE];
        while (body.size() <= most) {
            int count = stream.read(piece, 0, Math.min(piece.length, most + 1 - body.size()));
            if (count < 0) {
                break;
            }
            body.write(piece, 0, count);
            long late = TimeUnit.NANOSECONDS.toSeconds(clock.getAsLong() - begun) - GRACE_SECONDS;
            if (late > 0 && body.size() < late * BYTES_A_SECOND) {
                throw new ProblemException(ProblemType.MALFORMED, "The body came in too slowly");
            }
        }
        return body.toByteArray();
    }
}
