package io.automationhub.hub.platform.web;

import io.automationhub.workflows.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes and reads the opaque cursors of collections. A cursor holds the sort values of the last item and is signed
 * together with what it pages through, so that neither an invented one nor one of another collection is accepted.
 */
public final class Cursors {

    /** Items of a page when the caller does not say. */
    public static final int DEFAULT_LIMIT = 50;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SIGNATURE = 16;

    private final SecretKeySpec key;

    /** The key is at least 32 bytes, the same on all replicas. */
    public Cursors(byte[] key) {
        if (key.length < 32) {
            throw new IllegalArgumentException("A key for cursors has 32 bytes or more");
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /**
     * The cursor that continues after an item.
     *
     * @param collection what is paged through, filters included, such as {@code runs?status=failed}
     * @param values the item's sort values, in order
     */
    public String after(String collection, String... values) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(payload)) {
            for (String value : values) {
                out.writeUTF(value);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] signature = sign(collection, payload.toByteArray());
        byte[] all = Arrays.copyOf(signature, SIGNATURE + payload.size());
        System.arraycopy(payload.toByteArray(), 0, all, SIGNATURE, payload.size());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /** The sort values in a cursor; throws {@code invalid} at {@code /query/cursor} for one that was not made here. */
    public List<String> read(String collection, String cursor) {
        byte[] all;
        try {
            all = Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException e) {
            throw foreign();
        }
        if (all.length < SIGNATURE) {
            throw foreign();
        }
        byte[] payload = Arrays.copyOfRange(all, SIGNATURE, all.length);
        if (!MessageDigest.isEqual(sign(collection, payload), Arrays.copyOf(all, SIGNATURE))) {
            throw foreign();
        }
        List<String> values = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload))) {
            while (in.available() > 0) {
                values.add(in.readUTF());
            }
        } catch (IOException e) {
            throw foreign();
        }
        return values;
    }

    /**
     * A page out of one row more than was asked for.
     *
     * @param rows up to {@code limit + 1} items in order
     * @param sortValues what {@link #read} is to give back for an item
     */
    public <T> Page<T> page(String collection, List<T> rows, int limit, Function<T, String[]> sortValues) {
        boolean more = rows.size() > limit;
        List<T> items = more ? rows.subList(0, limit) : rows;
        @Nullable String next = more ? after(collection, sortValues.apply(items.getLast())) : null;
        return new Page<>(items, next);
    }

    private byte[] sign(String collection, byte[] payload) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] name = collection.getBytes(StandardCharsets.UTF_8);
            mac.update((byte) (name.length >> 8));
            mac.update((byte) name.length);
            mac.update(name);
            return Arrays.copyOf(mac.doFinal(payload), SIGNATURE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ProblemException foreign() {
        return ProblemException.invalid("/query/cursor", "is not a cursor of this collection");
    }
}
