package io.automationhub.hub.features.logs;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Makes the text of a line fit to be stored: valid UTF-8 without NUL, of bounded length. */
final class LineText {

    /** Longest line in UTF-8 bytes, not counting the marker of a cut. */
    static final int MAX_BYTES = 64 * 1024;

    private LineText() {}

    /** The line's bytes, cut with a marker when too long. */
    static byte[] encode(String text) {
        // String.getBytes would put '?' in place of a lone surrogate; the replacement character says what it is.
        byte[] bytes = wellFormed(text).getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MAX_BYTES) {
            return bytes;
        }
        int end = MAX_BYTES;
        while (isContinuation(bytes[end])) {
            end--;
        }
        byte[] marker = (" …[" + (bytes.length - end) + " bytes cut]").getBytes(StandardCharsets.UTF_8);
        byte[] cut = Arrays.copyOf(bytes, end + marker.length);
        System.arraycopy(marker, 0, cut, end, marker.length);
        return cut;
    }

    private static boolean isContinuation(byte b) {
        return (b & 0xC0) == 0x80;
    }

    private static String wellFormed(String text) {
        int i = 0;
        while (i < text.length() && !needsCare(text.charAt(i))) {
            i++;
        }
        if (i == text.length()) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                clean.append('\uFFFD');
            } else if (c != 0) {
                clean.appendCodePoint(c);
            }
        });
        return clean.toString();
    }

    private static boolean needsCare(char c) {
        return c == 0 || Character.isSurrogate(c);
    }
}
