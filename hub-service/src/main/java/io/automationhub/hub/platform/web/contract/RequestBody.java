package io.automationhub.hub.platform.web.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** A body that was read whole and, where it is JSON, found valid. */
public final class RequestBody {

    private final byte[] bytes;
    private final @Nullable JsonNode json;

    RequestBody(byte[] bytes, @Nullable JsonNode json) {
        this.bytes = bytes;
        this.json = json;
    }

    /** Its tree, already valid; null for other media types than JSON. */
    public @Nullable JsonNode json() {
        return json;
    }

    /** Feeds what was sent to a digest. */
    public void digest(MessageDigest digest) {
        digest.update(bytes);
    }

    /** What was sent, to be read again. */
    public InputStream open() {
        return new ByteArrayInputStream(bytes);
    }
}
