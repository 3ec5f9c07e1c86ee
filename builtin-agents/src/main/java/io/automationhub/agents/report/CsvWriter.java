package io.automationhub.agents.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.automationhub.agents.CsvCells;
import io.automationhub.agents.report.Section.Bar;
import io.automationhub.agents.report.Section.KeyFigure;
import io.automationhub.agents.report.Section.Table;
import java.util.ArrayList;
import java.util.List;

/** The same for spreadsheets: each part as lines, with an empty line between sections; no cell is a formula. */
final class CsvWriter implements Writer {

    @Override
    public String write(String title, List<Section> sections) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of(cell(title)));
        for (Section section : sections) {
            lines.add(List.of(""));
            if (section.title() != null) {
                lines.add(List.of(cell(section.title())));
            }
            if (section.text() != null) {
                lines.add(List.of(cell(section.text())));
            }
            if (section.figures() != null) {
                for (KeyFigure figure : section.figures()) {
                    lines.add(List.of(cell(figure.label()), CsvCells.text(figure.value(), true)));
                }
            }
            if (section.table() != null) {
                table(lines, section.table());
            }
            if (section.chart() != null) {
                for (Bar bar : section.chart().bars()) {
                    lines.add(List.of(cell(bar.label()), Numbers.text(bar.value())));
                }
            }
        }
        return CsvCells.document(lines, ',');
    }

    private static void table(List<List<String>> lines, Table table) {
        if (!table.names().isEmpty()) {
            lines.add(table.names().stream().map(CsvWriter::cell).toList());
        }
        for (JsonNode row : table.rows()) {
            lines.add(table.cells(row).stream()
                    .map(value -> CsvCells.text(value, true))
                    .toList());
        }
    }

    private static String cell(String text) {
        return CsvCells.text(JsonNodeFactory.instance.textNode(text), true);
    }
}
