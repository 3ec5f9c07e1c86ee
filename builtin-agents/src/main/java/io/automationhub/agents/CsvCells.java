package io.automationhub.agents;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.util.List;

/** CSV (RFC 4180) made of values. */
public final class CsvCells {

    private static final CsvMapper CSV = CsvMapper.csvBuilder()
            .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
            .build();

    private CsvCells() {}

    /**
     * A value as a cell: null is empty, lists and objects are JSON.
     *
     * @param escapeFormulas whether a text that a spreadsheet would run as a formula begins with an apostrophe instead
     */
    public static String text(JsonNode value, boolean escapeFormulas) {
        if (value.isNull() || value.isMissingNode()) {
            return "";
        }
        if (value.isContainerNode()) {
            return value.toString();
        }
        String text = value.asText();
        boolean formula = value.isTextual() && !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
        return formula && escapeFormulas ? "'" + text : text;
    }

    /** Lines of cells as one text. */
    public static String document(List<List<String>> lines, char separator) {
        try {
            CsvSchema schema =
                    CsvSchema.emptySchema().withColumnSeparator(separator).withLineSeparator("\r\n");
            return CSV.writer(schema).writeValueAsString(lines);
        } catch (JsonProcessingException e) {
            throw new ProblemException(ProblemType.INTERNAL_ERROR, "The CSV cannot be written", e);
        }
    }
}
