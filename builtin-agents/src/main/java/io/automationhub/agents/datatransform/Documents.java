package io.automationhub.agents.datatransform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import com.fasterxml.jackson.dataformat.xml.XmlFactory;
import com.fasterxml.jackson.dataformat.xml.XmlMapper;
import io.automationhub.agents.CsvCells;
import io.automationhub.agents.JsonTexts;
import io.automationhub.agents.Limits;
import io.automationhub.workflows.agent.CapabilityContext;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import org.jspecify.annotations.Nullable;

/** Documents of other formats, read by kept libraries within limits. */
final class Documents {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MAX_COLUMNS = 1_000;
    private static final CsvMapper CSV = CsvMapper.csvBuilder()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
            .build();
    private static final XmlMapper XML = xml();

    record CsvParse(String text, boolean header, String separator) {}

    record Rows(List<JsonNode> rows, int count) {}

    record CsvFormat(
            List<JsonNode> rows,
            @Nullable List<String> columns,
            boolean header,
            String separator,
            boolean escapeFormulas) {}

    record Text(String text) {}

    record Value(JsonNode value) {}

    private Documents() {}

    /** Neither document types nor entities: nothing is fetched and nothing multiplies. */
    private static XmlMapper xml() {
        XMLInputFactory input = XMLInputFactory.newFactory();
        input.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        input.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XmlFactory factory = new XmlFactory(input);
        factory.setStreamReadConstraints(StreamReadConstraints.builder()
                .maxNestingDepth(JsonTexts.MAX_DEPTH)
                .build());
        return new XmlMapper(factory);
    }

    static Rows csvParse(CsvParse in, CapabilityContext context) {
        Limits limits = Limits.begin(context);
        CsvSchema schema =
                CsvSchema.emptySchema().withColumnSeparator(in.separator().charAt(0));
        ObjectReader reader = CSV.readerForListOf(String.class).with(schema);
        List<JsonNode> rows = new ArrayList<>();
        try (MappingIterator<List<String>> lines = reader.readValues(withoutMark(in.text()))) {
            List<String> names = in.header() && lines.hasNextValue() ? names(lines.nextValue()) : null;
            while (lines.hasNextValue()) {
                limits.tick();
                rows.add(row(lines.nextValue(), names));
            }
        } catch (IOException e) {
            throw new ProblemException(ProblemType.INVALID, "The text is not CSV", e);
        }
        return new Rows(rows, rows.size());
    }

    private static List<String> names(List<String> header) {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < header.size(); i++) {
            String name = JsonTexts.withoutNul(header.get(i).strip());
            if (!names.add(name.isEmpty() ? "column" + (i + 1) : name)) {
                throw ProblemException.invalid("/text", "The header names a column twice");
            }
        }
        if (names.size() > MAX_COLUMNS) {
            throw new ProblemException(ProblemType.TOO_LARGE, "There are more than " + MAX_COLUMNS + " columns");
        }
        return List.copyOf(names);
    }

    /** Cells beyond the header are refused; cells that are missing are null. */
    private static JsonNode row(List<String> cells, @Nullable List<String> names) {
        if (names == null) {
            ArrayNode row = JSON.arrayNode();
            cells.forEach(cell -> row.add(JsonTexts.withoutNul(cell)));
            return row;
        }
        if (cells.size() > names.size()) {
            throw ProblemException.invalid("/text", "A row has more cells than the header");
        }
        ObjectNode row = JSON.objectNode();
        for (int i = 0; i < names.size(); i++) {
            if (i < cells.size()) {
                row.put(names.get(i), JsonTexts.withoutNul(cells.get(i)));
            } else {
                row.putNull(names.get(i));
            }
        }
        return row;
    }

    static Text csvFormat(CsvFormat in, CapabilityContext context) {
        Limits limits = Limits.begin(context);
        List<String> columns = in.columns() == null ? columns(in.rows()) : in.columns();
        List<List<String>> lines = new ArrayList<>();
        if (in.header() && !columns.isEmpty()) {
            lines.add(columns.stream()
                    .map(name -> CsvCells.text(JSON.textNode(name), in.escapeFormulas()))
                    .toList());
        }
        for (JsonNode row : in.rows()) {
            limits.tick();
            List<String> cells = new ArrayList<>();
            if (row.isArray()) {
                row.forEach(cell -> cells.add(CsvCells.text(cell, in.escapeFormulas())));
            } else {
                columns.forEach(name -> cells.add(CsvCells.text(row.path(name), in.escapeFormulas())));
            }
            lines.add(cells);
        }
        return new Text(CsvCells.document(lines, in.separator().charAt(0)));
    }

    private static List<String> columns(List<JsonNode> rows) {
        Set<String> names = new LinkedHashSet<>();
        rows.forEach(row -> row.fieldNames().forEachRemaining(names::add));
        return List.copyOf(names);
    }

    static Value jsonParse(Text in, CapabilityContext context) {
        Limits.begin(context);
        Optional<JsonNode> value = JsonTexts.parse(in.text());
        return new Value(value.orElseThrow(() -> ProblemException.invalid("/text", "This is not JSON")));
    }

    static Value xmlParse(Text in, CapabilityContext context) {
        Limits.begin(context);
        try {
            JsonNode value = XML.readTree(JsonTexts.withoutNul(in.text()));
            Limits.check(value, "result");
            return new Value(value.isMissingNode() ? JSON.nullNode() : value);
        } catch (JsonProcessingException e) {
            throw ProblemException.invalid(
                    "/text", "This is not XML, or it has a document type, or is nested too deeply");
        }
    }

    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
