package io.automationhub.hub.platform.web.contract;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.networknt.schema.Schema;
import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes the body of a request of one operation: only its declared media types, bounded, and valid. */
public final class BodyReader {

    /** Declared where a body may be anything: it is handed on as it came, unread. */
    private static final String ANY = "*/*";

    private final OpenApiContract contract;
    private final Operation operation;
    private final ObjectReader json;

    /** The reader must be one that refuses duplicate keys and bounds depth and lengths. */
    public BodyReader(OpenApiContract contract, Operation operation, ObjectReader json) {
        this.contract = contract;
        this.operation = operation;
        this.json = json;
    }

    /**
     * Reads and checks; null where none was sent and none is needed.
     *
     * @param contentType the header as sent, or null
     * @param contentLength its header, or -1 where there is none
     */
    public @Nullable RequestBody read(@Nullable String contentType, long contentLength, InputStream stream)
            throws IOException {
        if (contentLength > operation.maxBody()) {
            throw tooLarge();
        }
        byte[] bytes =
                contentLength == 0 ? new byte[0] : TimelyBody.read(stream, operation.maxBody(), System::nanoTime);
        if (bytes.length > operation.maxBody()) {
            throw tooLarge();
        }
        if (bytes.length == 0) {
            if (operation.bodyRequired()) {
                throw new ProblemException(ProblemType.MALFORMED, "This operation needs a body");
            }
            return null;
        }
        Map<String, Schema> allowed = operation.bodies();
        if (allowed.isEmpty()) {
            throw new ProblemException(ProblemType.MALFORMED, "This operation takes no body");
        }
        if (allowed.containsKey(ANY)) {
            return new RequestBody(bytes, null);
        }
        String media = media(contentType);
        Schema schema = allowed.get(media);
        if (schema == null) {
            throw new ProblemException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE, "The body must be " + String.join(" or ", allowed.keySet()));
        }
        if (!isJson(media)) {
            return new RequestBody(bytes, null);
        }
        JsonNode tree = parse(bytes);
        List<FieldError> errors = contract.check(schema, tree, "");
        if (!errors.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID, "The body is not valid", errors);
        }
        return new RequestBody(bytes, tree);
    }

    private ProblemException tooLarge() {
        return new ProblemException(
                ProblemType.TOO_LARGE, "The body may have " + operation.maxBody() + " bytes at most");
    }

    private static boolean isJson(String media) {
        return media.equals("application/json") || media.endsWith("+json");
    }

    private static String media(@Nullable String contentType) {
        if (contentType == null) {
            return "";
        }
        int parameters = contentType.indexOf(';');
        if (parameters < 0) {
            return contentType.trim().toLowerCase(Locale.ROOT);
        }
        String rest = contentType.substring(parameters).toLowerCase(Locale.ROOT).replace("\"", "");
        if (rest.contains("charset=") && !rest.contains("charset=utf-8")) {
            throw new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE, "The body must be UTF-8");
        }
        return contentType.substring(0, parameters).trim().toLowerCase(Locale.ROOT);
    }

    private JsonNode parse(byte[] bytes) throws IOException {
        try {
            JsonNode tree = json.readTree(bytes);
            if (tree == null || tree.isMissingNode()) {
                throw new ProblemException(ProblemType.MALFORMED, "This operation needs a body");
            }
            return tree;
        } catch (StreamConstraintsException e) {
            throw new ProblemException(
                    ProblemType.MALFORMED, "The body is nested too deeply or holds a value that is too long", e);
        } catch (JsonParseException e) {
            String what = String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field")
                    ? "The body names a field twice"
                    : "The body is not valid JSON";
            throw new ProblemException(ProblemType.MALFORMED, what + place(e), e);
        } catch (JsonProcessingException e) {
            throw new ProblemException(ProblemType.MALFORMED, "The body is not valid JSON" + place(e), e);
        }
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }
}
