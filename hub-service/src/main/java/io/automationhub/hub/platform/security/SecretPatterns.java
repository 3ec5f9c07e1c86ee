package io.automationhub.hub.platform.security;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** The forms in which a secret shows up in output: as it is, and as common tools encode it. */
final class SecretPatterns {

    /** Values shorter than this would mask half of every log, and are not worth the name of a secret. */
    static final int MIN_LENGTH = 4;

    private static final int MIN_FRAGMENT = 6;
    private static final int[] BASE64_LINES = {64, 76};
    private static final String URI_COMPONENT = "-_.!~*'()";
    private static final String UNRESERVED = "-_.~";

    private SecretPatterns() {}

    /** Every text to look for; empty for a value too short to mask. */
    static Set<String> of(String value) {
        Set<String> found = new LinkedHashSet<>();
        addForms(value, found);
        String trimmed = value.strip();
        addForms(trimmed, found);
        if (trimmed.indexOf('\n') >= 0) {
            trimmed.lines().map(String::strip).forEach(line -> addForms(line, found));
        }
        return found;
    }

    private static void addForms(String value, Set<String> into) {
        if (value.length() < MIN_LENGTH) {
            return;
        }
        into.add(value);
        addUrlForms(value, into);
        addJsonForms(value, into);
        addBase64Forms(value.getBytes(StandardCharsets.UTF_8), into);
    }

    private static void addUrlForms(String value, Set<String> into) {
        addBothCases(URLEncoder.encode(value, StandardCharsets.UTF_8), into);
        addBothCases(percent(value, UNRESERVED), into);
        addBothCases(percent(value, URI_COMPONENT), into);
        addBothCases(percent(value, UNRESERVED + "/"), into);
    }

    private static void addBothCases(String encoded, Set<String> into) {
        into.add(encoded);
        StringBuilder lower = new StringBuilder(encoded);
        for (int i = encoded.indexOf('%'); i >= 0; i = encoded.indexOf('%', i + 1)) {
            if (i + 3 <= encoded.length()) {
                lower.replace(i, i + 3, encoded.substring(i, i + 3).toLowerCase(Locale.ROOT));
            }
        }
        into.add(lower.toString());
    }

    private static String percent(String value, String kept) {
        StringBuilder text = new StringBuilder();
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (isAlphanumeric(c) || kept.indexOf(c) >= 0) {
                text.append(c);
            } else {
                text.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return text.toString();
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static void addJsonForms(String value, Set<String> into) {
        for (boolean ascii : new boolean[] {false, true}) {
            String escaped = json(value, ascii);
            into.add(escaped);
            into.add(escaped.replace("/", "\\/"));
        }
    }

    private static String json(String value, boolean ascii) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                default -> {
                    if (c < 0x20 || (ascii && c > 0x7e)) {
                        text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        return text.toString();
    }

    /**
     * The characters that base64 makes of the value alone, whatever stands before and behind it: once for each of the
     * three positions it can have in a group of three bytes.
     */
    private static void addBase64Forms(byte[] value, Set<String> into) {
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + value.length];
            System.arraycopy(value, 0, shifted, before, value.length);
            int from = (8 * before + 5) / 6;
            int to = 8 * shifted.length / 6;
            addBase64(shifted, from, to, into);
        }
        int length = (8 * value.length + 5) / 6;
        addBase64(value, 0, length, into);
        for (int line : BASE64_LINES) {
            for (int from = 0; length > line && from < length; from += line) {
                addBase64(value, from, Math.min(length, from + line), into);
            }
        }
    }

    private static void addBase64(byte[] bytes, int from, int to, Set<String> into) {
        if (to - from >= MIN_FRAGMENT) {
            into.add(Base64.getEncoder().encodeToString(bytes).substring(from, to));
            into.add(Base64.getUrlEncoder().encodeToString(bytes).substring(from, to));
        }
    }
}
