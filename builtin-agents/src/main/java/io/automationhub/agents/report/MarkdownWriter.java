package io.automationhub.agents.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.agents.report.Section.Bar;
import io.automationhub.agents.report.Section.Chart;
import io.automationhub.agents.report.Section.KeyFigure;
import io.automationhub.agents.report.Section.Table;
import java.util.List;
import java.util.stream.Collectors;

/** Markdown with tables. Whatever is given is text: it becomes neither markup nor HTML nor a link. */
final class MarkdownWriter implements Writer {

    private static final int BLOCKS = 20;
    private static final String SPECIAL = "\\`*_{}[]()#+-.!|~:@";

    @Override
    public String write(String title, List<Section> sections) {
        StringBuilder out = new StringBuilder("# ").append(line(title)).append('\n');
        for (Section section : sections) {
            if (section.title() != null) {
                out.append("\n## ").append(line(section.title())).append('\n');
            }
            if (section.text() != null) {
                out.append('\n').append(paragraphs(section.text())).append('\n');
            }
            if (section.figures() != null) {
                out.append('\n');
                for (KeyFigure figure : section.figures()) {
                    out.append("- ").append(line(figure.label())).append(": **");
                    out.append(line(Section.text(figure.value()))).append("**\n");
                }
            }
            if (section.table() != null) {
                table(out, section.table());
            }
            if (section.chart() != null) {
                chart(out, section.chart());
            }
        }
        return out.toString();
    }

    private static void table(StringBuilder out, Table table) {
        int width = Math.max(
                table.names().size(),
                table.rows().stream()
                        .mapToInt(row -> table.cells(row).size())
                        .max()
                        .orElse(0));
        if (width == 0) {
            return;
        }
        out.append("\n|");
        for (int i = 0; i < width; i++) {
            out.append(' ')
                    .append(i < table.names().size() ? line(table.names().get(i)) : "")
                    .append(" |");
        }
        out.append("\n|").append(" --- |".repeat(width)).append('\n');
        for (JsonNode row : table.rows()) {
            List<JsonNode> cells = table.cells(row);
            out.append("| ");
            out.append(cells.stream().map(cell -> line(Section.text(cell))).collect(Collectors.joining(" | ")));
            out.append(" |".repeat(1 + width - Math.max(1, cells.size()))).append('\n');
        }
    }

    private static void chart(StringBuilder out, Chart chart) {
        double most = chart.bars().stream()
                .mapToDouble(bar -> Math.abs(bar.value()))
                .max()
                .orElse(0);
        out.append("\n| | | |\n| --- | --- | ---: |\n");
        for (Bar bar : chart.bars()) {
            long blocks = most == 0 ? 0 : Math.round(Math.abs(bar.value()) / most * BLOCKS);
            out.append("| ")
                    .append(line(bar.label()))
                    .append(" | ")
                    .append("█".repeat((int) blocks))
                    .append(" | ");
            out.append(line(Numbers.text(bar.value()))).append(" |\n");
        }
    }

    private static String paragraphs(String text) {
        return text.strip().lines().map(MarkdownWriter::line).collect(Collectors.joining("\n"));
    }

    /** One line in which nothing is markup. */
    private static String line(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                // As entities: some programs read tags even behind a backslash.
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                default -> {
                    if (Character.isISOControl(c)) {
                        out.append(' ');
                    } else {
                        out.append(SPECIAL.indexOf(c) < 0 ? "" : "\\").appendCodePoint(c);
                    }
                }
            }
        });
        return out.toString().strip();
    }
}
