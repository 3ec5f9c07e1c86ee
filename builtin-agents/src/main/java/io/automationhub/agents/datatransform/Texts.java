package io.automationhub.agents.datatransform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.automationhub.agents.JsonTexts;
import io.automationhub.agents.Limits;
import io.automationhub.agents.datatransform.Documents.Text;
import io.automationhub.workflows.agent.CapabilityContext;
import io.automationhub.workflows.definition.expression.ExpressionException;
import io.automationhub.workflows.definition.expression.Expressions;
import io.automationhub.workflows.definition.expression.Values;
import io.automationhub.workflows.problem.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Texts made of texts. */
final class Texts {

    record Base64Text(String text, boolean decode, boolean url) {}

    record Hash(String text, String algorithm) {}

    record Hashed(String hex) {}

    record Template(String text, @Nullable JsonNode values) {}

    private Texts() {}

    static Text base64(Base64Text in, CapabilityContext context) {
        Limits.begin(context);
        if (!in.decode()) {
            byte[] bytes = in.text().getBytes(StandardCharsets.UTF_8);
            Base64.Encoder encoder = in.url() ? Base64.getUrlEncoder().withoutPadding() : Base64.getEncoder();
            return new Text(encoder.encodeToString(bytes));
        }
        try {
            byte[] bytes = (in.url() ? Base64.getUrlDecoder() : Base64.getMimeDecoder())
                    .decode(in.text().strip());
            return new Text(JsonTexts.withoutNul(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw ProblemException.invalid("/text", "This is not base64 of a text in UTF-8");
        }
    }

    static Hashed hash(Hash in, CapabilityContext context) {
        Limits.begin(context);
        String name = switch (in.algorithm()) {
            case "sha384" -> "SHA-384";
            case "sha512" -> "SHA-512";
            default -> "SHA-256";
        };
        try {
            byte[] bytes = in.text().getBytes(StandardCharsets.UTF_8);
            return new Hashed(
                    HexFormat.of().formatHex(MessageDigest.getInstance(name).digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java run-time has " + name, e);
        }
    }

    /** Replaces <code>{{ expression }}</code>, which the workflow language itself leaves alone. */
    static Text template(Template in, CapabilityContext context) {
        Limits.begin(context);
        JsonNode values = in.values() == null ? JsonNodeFactory.instance.objectNode() : in.values();
        Map<String, Object> seen = new HashMap<>();
        values.properties().forEach(each -> seen.put(each.getKey(), Values.of(each.getValue())));
        seen.put("values", Values.of(values));
        try {
            return new Text(Expressions.render(in.text().replace("${{", "{{").replace("{{", "${{"), seen));
        } catch (ExpressionException e) {
            throw ProblemException.invalid("/text", String.valueOf(e.getMessage()));
        }
    }
}
