package io.automationhub.hub.platform.telemetry;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The id that ties a request's answer, log lines and problem together. */
public final class RequestIds {

    /** The header it travels in, both ways. */
    public static final String HEADER = "X-Request-ID";

    /** Its name in the logging context. */
    public static final String MDC_KEY = "requestId";

    private static final int MAX_LENGTH = 128;

    private RequestIds() {}

    /** What was sent, when it is up to 128 letters, digits and {@code - _ . : =}; a new id otherwise. */
    public static String take(@Nullable String sent) {
        return sent != null && isSane(sent) ? sent : make();
    }

    private static boolean isSane(String sent) {
        int length = sent.length();
        if (length == 0 || length > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = sent.charAt(i);
            if (c >= 128 || !(Character.isLetterOrDigit(c) || "-_.:=".indexOf(c) >= 0)) {
                return false;
            }
        }
        return true;
    }

    /** 128 random bits in hexadecimal; for telling requests apart, not for keeping secrets. */
    private static String make() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        byte[] text = new byte[32];
        hex(random.nextLong(), text, 0);
        hex(random.nextLong(), text, 16);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static void hex(long bits, byte[] into, int at) {
        for (int i = 15; i >= 0; i--) {
            into[at + i] = (byte) Character.forDigit((int) (bits & 15), 16);
            bits >>>= 4;
        }
    }
}
