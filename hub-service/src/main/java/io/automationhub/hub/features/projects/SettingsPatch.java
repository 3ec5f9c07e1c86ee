package io.automationhub.hub.features.projects;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.hub.platform.web.Json;
import io.automationhub.hub.platform.web.MergePatch;
import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.util.List;

/** Applies merge patches to settings: what comes out is held to the same schema as what is created. */
public final class SettingsPatch {

    private final SchemaCheck schemas;
    private final ObjectMapper json;

    public SettingsPatch(SchemaCheck schemas, ObjectMapper json) {
        this.schemas = schemas;
        this.json = json;
    }

    /** Holds a document to a schema of the API's contract. */
    @FunctionalInterface
    public interface SchemaCheck {

        /** What is wrong with a document, empty when nothing is. */
        List<FieldError> check(String schema, JsonNode document);
    }

    /** The settings with the patch applied; {@code invalid} with pointers when the schema refuses the result. */
    public <T extends Record> T apply(T settings, JsonNode patch, String schema) {
        JsonNode merged = MergePatch.apply(json.valueToTree(settings), patch);
        List<FieldError> errors = schemas.check(schema, merged);
        if (!errors.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID, "The patched settings are not valid", errors);
        }
        try {
            @SuppressWarnings("unchecked")
            Class<T> type = (Class<T>) settings.getClass();
            return json.treeToValue(merged, type);
        } catch (JsonMappingException e) {
            throw ProblemException.invalid(Json.pointer(e), "does not have an acceptable value");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The schema " + schema + " lets through what cannot be read", e);
        }
    }
}
