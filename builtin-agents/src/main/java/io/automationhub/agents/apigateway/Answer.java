package io.automationhub.agents.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.automationhub.agents.JsonTexts;
import io.automationhub.agents.Redaction;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An answer with the request's secrets taken out.
 *
 * @param bytes the body as it came; one that is compressed although nobody asked for that stays so
 */
@SuppressWarnings("ArrayRecordComponent") // read only, and never compared
record Answer(int status, Map<String, String> headers, byte[] bytes) {

    private static final int EXCERPT = 2_000;

    static Answer of(int status, Map<String, List<String>> headers, byte[] bytes, Redaction redaction) {
        Map<String, String> plain = new LinkedHashMap<>();
        headers.forEach((name, values) -> plain.put(
                redaction.of(JsonTexts.printable(name)), redaction.of(JsonTexts.printable(String.join(", ", values)))));
        return new Answer(status, plain, redaction.of(bytes));
    }

    Response response(long durationMs) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (bytes.length == 0) {
            return new Response(status, headers, json.nullNode(), false, durationMs);
        }
        Optional<String> text = text();
        if (text.isEmpty()) {
            String encoded = Base64.getEncoder().encodeToString(bytes);
            return new Response(status, headers, json.textNode(encoded), true, durationMs);
        }
        Optional<JsonNode> parsed = isJson() ? JsonTexts.parse(text.get()) : Optional.empty();
        JsonNode body = parsed.orElseGet(() -> json.textNode(JsonTexts.withoutNul(text.get())));
        return new Response(status, headers, body, false, durationMs);
    }

    /** The beginning of a body that is text, for people. */
    String excerpt() {
        String text = text().map(JsonTexts::withoutNul).orElse("");
        return text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "…";
    }

    /** How long the service asks to be left alone (RFC 9110, 10.2.3). */
    Optional<Duration> retryAfter(Instant now) {
        String value = headers.getOrDefault("retry-after", "").strip();
        try {
            if (value.matches("[0-9]{1,9}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
            }
            Duration until = Duration.between(
                    now,
                    ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
            return Optional.of(until.isNegative() ? Duration.ZERO : until);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private String type() {
        String type = headers.getOrDefault("content-type", "");
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    private boolean isJson() {
        return type().equals("application/json") || type().endsWith("+json");
    }

    private boolean isText() {
        String type = type();
        return type.isEmpty()
                || isJson()
                || type.startsWith("text/")
                || type.endsWith("+xml")
                || type.endsWith("+yaml")
                || List.of(
                                "application/xml",
                                "application/yaml",
                                "application/javascript",
                                "application/x-ndjson",
                                "application/x-www-form-urlencoded")
                        .contains(type);
    }

    /** The body as text, when it says that it is and is. */
    private Optional<String> text() {
        String coding = headers.getOrDefault("content-encoding", "identity");
        if (!isText() || !coding.equalsIgnoreCase("identity")) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    charset().newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private Charset charset() {
        String type = headers.getOrDefault("content-type", "").toLowerCase(Locale.ROOT);
        int at = type.indexOf("charset=");
        if (at < 0) {
            return StandardCharsets.UTF_8;
        }
        String rest = type.substring(at + "charset=".length());
        int end = rest.indexOf(';');
        String name =
                (end < 0 ? rest : rest.substring(0, end)).replace("\"", "").strip();
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.UTF_8;
        }
    }
}
