package io.automationhub.hub.platform.security;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Envelope encryption by AES-256-GCM: every value has a random key of its own, which a master key wraps. Both layers
 * are bound to a context that says what the value is and whose, so that an encrypted value put in the place of another
 * does not open. A value's key encrypts once, so its nonce cannot repeat; a master key wraps far fewer than 2^32 keys,
 * as random nonces of 96 bits allow (NIST SP 800-38D, 8.3).
 */
public final class Envelope {

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final MasterKeys keys;

    public Envelope(MasterKeys keys) {
        this.keys = keys;
    }

    /** The master keys in use. */
    public MasterKeys keys() {
        return keys;
    }

    /** A context of parts; different lists of parts are different contexts, wherever their borders are. */
    public static byte[] context(Object... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Object part : parts) {
            byte[] text = part.toString().getBytes(StandardCharsets.UTF_8);
            bytes.writeBytes(ByteBuffer.allocate(4).putInt(text.length).array());
            bytes.writeBytes(text);
        }
        return bytes.toByteArray();
    }

    /** Encrypts a value under a new key, wrapped by the current master key. */
    public Sealed seal(byte[] context, byte[] value) {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        byte[] ciphertext = encrypt(new SecretKeySpec(key, "AES"), context, value);
        return new Sealed(keys.currentId(), wrap(keys.current(), context, key), ciphertext);
    }

    /**
     * Decrypts a value.
     *
     * @throws IllegalStateException when it was sealed for another context, was changed, or its master key is not here
     */
    public byte[] open(byte[] context, Sealed sealed) {
        return decrypt(new SecretKeySpec(unwrap(context, sealed), "AES"), context, sealed.ciphertext());
    }

    /**
     * The same value with its key wrapped by the current master key; the value itself is not touched.
     *
     * @throws IllegalStateException as {@link #open}
     */
    public Sealed rewrap(byte[] context, Sealed sealed) {
        return new Sealed(
                keys.currentId(), wrap(keys.current(), context, unwrap(context, sealed)), sealed.ciphertext());
    }

    private byte[] unwrap(byte[] context, Sealed sealed) {
        MasterKey master = keys.byId(sealed.keyId());
        return decrypt(master.key(), wrapping(master, context), sealed.wrappedKey());
    }

    private static byte[] wrap(MasterKey master, byte[] context, byte[] key) {
        return encrypt(master.key(), wrapping(master, context), key);
    }

    private static byte[] wrapping(MasterKey master, byte[] context) {
        byte[] own = context("wrap", master.id());
        byte[] whole = Arrays.copyOf(own, own.length + context.length);
        System.arraycopy(context, 0, whole, own.length, context.length);
        return whole;
    }

    private static byte[] encrypt(SecretKey key, byte[] context, byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(context);
            byte[] result = Arrays.copyOf(nonce, NONCE_BYTES + cipher.getOutputSize(plain.length));
            cipher.doFinal(plain, 0, plain.length, result, NONCE_BYTES);
            return result;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Encryption failed", e);
        }
    }

    private static byte[] decrypt(SecretKey key, byte[] context, byte[] sealed) {
        if (sealed.length < NONCE_BYTES + TAG_BITS / 8) {
            throw new IllegalStateException("The encrypted value is cut off");
        }
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE_BYTES));
            cipher.updateAAD(context);
            return cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (AEADBadTagException e) {
            throw new IllegalStateException("The encrypted value was changed, or is not the one that belongs here", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Decryption failed", e);
        }
    }
}
