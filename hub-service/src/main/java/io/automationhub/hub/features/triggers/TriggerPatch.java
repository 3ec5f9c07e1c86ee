package io.automationhub.hub.features.triggers;

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
import java.util.function.Function;

/** Applies merge patches to triggers: what comes out is held to the same schema as what is created. */
final class TriggerPatch {

    private final Function<JsonNode, List<FieldError>> schema;
    private final ObjectMapper json;

    TriggerPatch(Function<JsonNode, List<FieldError>> schema, ObjectMapper json) {
        this.schema = schema;
        this.json = json;
    }

    /** What asks for the trigger as it is to be; {@code invalid} with pointers when the schema refuses that. */
    CreateTrigger apply(Trigger trigger, JsonNode patch) {
        JsonNode merged = MergePatch.apply(json.valueToTree(CreateTrigger.of(trigger)), patch);
        List<FieldError> errors = schema.apply(merged);
        if (!errors.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID, "The patched trigger is not valid", errors);
        }
        try {
            return json.treeToValue(merged, CreateTrigger.class);
        } catch (JsonMappingException e) {
            throw ProblemException.invalid(Json.pointer(e), "does not have an acceptable value");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The schema of triggers lets through what cannot be read", e);
        }
    }
}
