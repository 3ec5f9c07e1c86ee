package io.automationhub.hub.platform.web.docs;

import io.automationhub.hub.platform.web.Etags;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Bytes that do not change while the program runs, with their tag. */
final class Asset {

    private final byte[] bytes;
    private final String type;
    private final String tag;

    Asset(byte[] bytes, String type) {
        this.bytes = bytes;
        this.type = type;
        this.tag = tag(bytes);
    }

    static Asset ofResource(String resource, String type) {
        try (InputStream in = Asset.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return new Asset(in.readAllBytes(), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String tag(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "\""
                    + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(hash)
                            .substring(0, 22) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The bytes, or 304 for who has them; to be asked for anew each time. */
    Response.ResponseBuilder answer(@Nullable String ifNoneMatch) {
        Response.ResponseBuilder answer = Etags.isKnown(ifNoneMatch, tag)
                ? Response.notModified()
                : Response.ok(bytes).type(type);
        return answer.header("ETag", tag).header("Cache-Control", "no-cache");
    }
}
