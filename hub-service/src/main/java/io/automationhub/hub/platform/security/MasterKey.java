package io.automationhub.hub.platform.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** A key of 256 bits that wraps the keys of secrets; it never encrypts a secret itself. */
public final class MasterKey {

    private static final int BYTES = 32;
    private static final int MIN_DISTINCT_BYTES = 16;
    private static final int MAX_STEPS = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Ids of keys that stand in documentation and examples. */
    private static final Set<String> KNOWN = Set.of(idOf(new byte[BYTES]));

    private final String id;
    private final SecretKey key;

    private MasterKey(byte[] bytes) {
        this.id = idOf(bytes);
        this.key = new SecretKeySpec(bytes, "AES");
    }

    /** HMAC-SHA256 of a purpose under this key. */
    byte[] derive(String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HMAC-SHA256", e);
        }
    }

    /** A new random key. */
    static MasterKey random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new MasterKey(bytes);
    }

    /**
     * Reads a key from base64.
     *
     * @throws IllegalArgumentException when it is no key, or one that somebody could guess; the message says what to do
     *     and never repeats the key
     */
    public static MasterKey parse(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            throw refused("is not base64");
        }
        if (bytes.length != BYTES) {
            throw refused("is " + bytes.length + " bytes long");
        }
        if (KNOWN.contains(idOf(bytes)) || isGuessable(bytes)) {
            throw refused("can be guessed");
        }
        return new MasterKey(bytes);
    }

    /** Names the key without telling it: 16 hexadecimal digits of a digest. */
    public String id() {
        return id;
    }

    SecretKey key() {
        return key;
    }

    String base64() {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    @Override
    public String toString() {
        return "MasterKey[" + id + "]";
    }

    /** Random bytes practically never have so few values, are text, or count up or down. */
    private static boolean isGuessable(byte[] bytes) {
        boolean[] seen = new boolean[256];
        int distinct = 0;
        boolean text = true;
        int steps = 0;
        for (int i = 0; i < bytes.length; i++) {
            int value = bytes[i] & 0xff;
            distinct += seen[value] ? 0 : 1;
            seen[value] = true;
            text &= value >= 0x20 && value < 0x7f;
            steps += i > 0 && Math.abs(bytes[i] - bytes[i - 1]) == 1 ? 1 : 0;
        }
        boolean repeated = Arrays.equals(bytes, 0, BYTES / 2, bytes, BYTES / 2, BYTES);
        return distinct < MIN_DISTINCT_BYTES || text || steps > MAX_STEPS || repeated;
    }

    private static String idOf(byte[] bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("automation-hub master key id".getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(bytes), 0, 8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("The master key " + why
                + "; it has to be 32 random bytes in base64, as 'openssl rand -base64 32' makes them");
    }
}
