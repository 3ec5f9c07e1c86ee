package io.automationhub.hub.platform.web.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;

/**
 * A declared parameter of an operation.
 *
 * @param name its name, as sent
 * @param in {@code path}, {@code query} or {@code header}
 * @param required whether it must be sent
 * @param type the JSON type its text is read as: {@code string}, {@code integer}, {@code number}, {@code boolean}, or
 *     {@code array} of strings (the parameter repeated)
 * @param schema what the value must satisfy
 */
record Parameter(String name, String in, boolean required, String type, Schema schema) {

    /** The shape a schema asks for; {@code string} where it names none, as an enumeration of strings does. */
    static String typeOf(JsonNode schema) {
        return schema.path("type").asText("string");
    }

    /** Where a problem points for it. */
    String pointer() {
        return "/" + in + "/" + name;
    }
}
