package io.automationhub.hub.features.runs;

import io.automationhub.workflows.flow.FlowInput;
import io.automationhub.workflows.ids.RunId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Addresses at which other programs answer a run. Each run has one of its own with a part that cannot be guessed; whoever
 * is given it may end the waits of that run for callbacks, and do nothing else.
 */
public final class CallbackUrls {

    private static final int TOKEN_BYTES = 18;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final URI publicUrl;

    /** @param publicUrl the hub's address, without a trailing slash */
    public CallbackUrls(URI publicUrl) {
        this.publicUrl = publicUrl;
    }

    /** A new address; the id of a step follows it. */
    String make(RunId run) {
        byte[] token = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(token);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(token);
        return publicUrl + "/callbacks/" + run + "/" + text;
    }

    /** Whether a token is that of the run which was started with an input. */
    static boolean isOf(FlowInput input, String token) {
        String url = input.meta().path("callbackUrl").asText();
        String own = url.substring(url.lastIndexOf('/') + 1);
        return !own.isEmpty()
                && MessageDigest.isEqual(own.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }
}
