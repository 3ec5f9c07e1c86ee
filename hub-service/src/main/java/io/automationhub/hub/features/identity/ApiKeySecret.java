package io.automationhub.hub.features.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * What a client sends: {@code hub_<8 characters to tell keys apart>_<43 random ones>_<6 of CRC-32>}, all of them letters
 * and digits. The prefix and the checksum let a scanner of leaked secrets recognize a key without asking anybody; the 43
 * characters hold 256 bits.
 */
final class ApiKeySecret {

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String PREFIX = "hub_";
    private static final int HINT = 8;
    private static final int RANDOM_CHARS = 43;
    private static final int CHECKSUM = 6;
    private static final Pattern FORM = Pattern.compile(
            "hub_[0-9A-Za-z]{" + HINT + "}_[0-9A-Za-z]{" + RANDOM_CHARS + "}_[0-9A-Za-z]{" + CHECKSUM + "}");

    private static final Pattern OWN = Pattern.compile("[\\x21-\\x7e]{32,256}");
    private static final int MIN_DISTINCT = 12;
    private static final Set<String> WEAK = Set.of(
            "changeme",
            "change-me",
            "change_me",
            "password",
            "passw0rd",
            "example",
            "default",
            "secret",
            "letmein",
            "qwerty",
            "12345678",
            "abcdefgh",
            "admin-key",
            "admin_key",
            "hub-admin",
            "hub_admin");

    private static final SecureRandom RANDOM = new SecureRandom();

    private ApiKeySecret() {}

    /** A new random secret. */
    static String generate() {
        String body = PREFIX + random(HINT) + "_" + random(RANDOM_CHARS);
        return body + "_" + checksum(body);
    }

    /** Whether a text has the form and the checksum of a key. */
    static boolean isWellFormed(String text) {
        return FORM.matcher(text).matches()
                && text.substring(text.length() - CHECKSUM)
                        .equals(checksum(text.substring(0, text.length() - CHECKSUM - 1)));
    }

    /**
     * Checks a secret that an operator made.
     *
     * @throws IllegalArgumentException when it is short, of few characters, or a known word; never repeats it
     */
    static void requireStrong(String text) {
        if (isWellFormed(text)) {
            return;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (text.startsWith(PREFIX)
                || !OWN.matcher(text).matches()
                || text.chars().distinct().count() < MIN_DISTINCT
                || WEAK.stream().anyMatch(lower::contains)
                || isPeriodic(text)) {
            throw new IllegalArgumentException(
                    "HUB_ADMIN_KEY can be guessed or is not well-formed; it has to be 32 to 256"
                            + " random characters without spaces, as 'openssl rand -base64 32' makes them");
        }
    }

    /** The first characters of a key, which name it to people and tell nothing. */
    static String hint(String secret) {
        return isWellFormed(secret) ? secret.substring(0, PREFIX.length() + HINT) : "HUB_ADMIN_KEY";
    }

    /** What is kept of a secret. */
    static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isPeriodic(String text) {
        for (int period = 1; period <= text.length() / 2; period++) {
            if (text.startsWith(text.substring(period))) {
                return true;
            }
        }
        return false;
    }

    private static String random(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    private static String checksum(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        char[] text = new char[CHECKSUM];
        long rest = crc.getValue();
        for (int i = CHECKSUM - 1; i >= 0; i--) {
            text[i] = ALPHABET.charAt((int) (rest % ALPHABET.length()));
            rest /= ALPHABET.length();
        }
        return new String(text);
    }
}
