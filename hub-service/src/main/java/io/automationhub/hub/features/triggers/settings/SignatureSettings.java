package io.automationhub.hub.features.triggers.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * How deliveries are signed. All but the first are for {@link SignatureStyle#HMAC}; the last is for Stripe's style, too.
 *
 * @param header carries the signature; {@code X-Signature} when left out
 * @param algorithm SHA-256 when left out
 * @param encoding hexadecimal when left out
 * @param prefix stands before the signature in its header, such as {@code sha256=}, or null
 * @param timestampHeader carries the seconds since 1970 at which it was signed; what is signed is then this number, a dot,
 *     and the body. Null when only the body is signed
 * @param toleranceSeconds how far from now that time may be; 300 when left out
 */
public record SignatureSettings(
        SignatureStyle style,
        @Nullable String header,
        @Nullable Algorithm algorithm,
        @Nullable Encoding encoding,
        @Nullable String prefix,
        @Nullable String timestampHeader,
        @Nullable Integer toleranceSeconds) {

    /** Where a signature is looked for by default. */
    public static final String DEFAULT_HEADER = "X-Signature";

    private static final int DEFAULT_TOLERANCE = 300;

    /** A keyed hash. */
    public enum Algorithm {
        @JsonProperty("sha256")
        SHA256("HmacSHA256"),
        @JsonProperty("sha512")
        SHA512("HmacSHA512");

        private final String algorithm;

        Algorithm(String algorithm) {
            this.algorithm = algorithm;
        }

        /** Java's name for it. */
        public String javaName() {
            return algorithm;
        }
    }

    /** How bytes become text. */
    public enum Encoding {
        @JsonProperty("hex")
        HEX,
        @JsonProperty("base64")
        BASE64
    }

    /** Whether something is said that only {@link SignatureStyle#HMAC} heeds. */
    boolean describesHmac() {
        return header != null || algorithm != null || encoding != null || prefix != null || timestampHeader != null;
    }

    /** The header the signature is in, of {@link SignatureStyle#HMAC}. */
    public String headerOrDefault() {
        return header == null ? DEFAULT_HEADER : header;
    }

    /** Seconds. */
    public int tolerance() {
        return toleranceSeconds == null ? DEFAULT_TOLERANCE : toleranceSeconds;
    }
}
