package io.automationhub.agents;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;

/** Secrets of one call, taken out of whatever comes back: some services and programs repeat what they are given. */
public final class Redaction {

    private static final String MASK = "***";

    /** Shorter ones are part of ordinary text. */
    private static final int SHORTEST = 4;

    /** Longest first, as one may be part of another. Each byte of UTF-8 is one character. */
    private final Set<String> forms =
            new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    /** A secret, also as it looks in URLs, in JSON and in base64. */
    public void add(String secret) {
        if (secret.length() < SHORTEST) {
            return;
        }
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        forms.add(new String(bytes, StandardCharsets.ISO_8859_1));
        forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
        forms.add(new String(JsonStringEncoder.getInstance().quoteAsUTF8(secret), StandardCharsets.ISO_8859_1));
        forms.add(Base64.getEncoder().encodeToString(bytes));
    }

    /** Bytes of text or anything else without the secrets. */
    public byte[] of(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        String masked = masked(text);
        return masked.equals(text) ? bytes : masked.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A text without the secrets. */
    public String of(String text) {
        return new String(of(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    private String masked(String text) {
        String masked = text;
        for (String form : forms) {
            masked = masked.replace(form, MASK);
        }
        return masked;
    }
}
