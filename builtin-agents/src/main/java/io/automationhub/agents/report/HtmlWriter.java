package io.automationhub.agents.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.agents.report.Section.Bar;
import io.automationhub.agents.report.Section.Chart;
import io.automationhub.agents.report.Section.KeyFigure;
import io.automationhub.agents.report.Section.Table;
import java.util.List;

/**
 * One HTML document without scripts and without anything from elsewhere; its own policy forbids both, should a text ever
 * get through. Whatever is given is text.
 */
final class HtmlWriter implements Writer {

    private static final String HEAD = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width">
            <title>{title}</title>
            <style>
            body { font: 16px/1.5 sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; color: #1b1b1b }
            table { border-collapse: collapse } th, td { border: 1px solid #bbb; padding: .3em .6em; text-align: left }
            dl { display: flex; flex-wrap: wrap; gap: 1em 2em } dt { color: #555 } dd { margin: 0; font-size: 1.6em }
            p { white-space: pre-line }
            </style>
            </head>
            <body>
            """;
    private static final int LABEL = 180;
    private static final int WIDTH = 400;
    private static final int ROW = 24;

    @Override
    public String write(String title, List<Section> sections) {
        StringBuilder out = new StringBuilder(HEAD.replace("{title}", escaped(title)));
        out.append("<h1>").append(escaped(title)).append("</h1>\n");
        for (Section section : sections) {
            out.append("<section>\n");
            if (section.title() != null) {
                out.append("<h2>").append(escaped(section.title())).append("</h2>\n");
            }
            if (section.text() != null) {
                out.append("<p>").append(escaped(section.text())).append("</p>\n");
            }
            if (section.figures() != null) {
                figures(out, section.figures());
            }
            if (section.table() != null) {
                table(out, section.table());
            }
            if (section.chart() != null) {
                chart(out, section.chart());
            }
            out.append("</section>\n");
        }
        return out.append("</body>\n</html>\n").toString();
    }

    private static void figures(StringBuilder out, List<KeyFigure> figures) {
        out.append("<dl>\n");
        for (KeyFigure figure : figures) {
            out.append("<div><dt>").append(escaped(figure.label())).append("</dt><dd>");
            out.append(escaped(Section.text(figure.value()))).append("</dd></div>\n");
        }
        out.append("</dl>\n");
    }

    private static void table(StringBuilder out, Table table) {
        out.append("<table>\n");
        if (!table.names().isEmpty()) {
            out.append("<tr>");
            table.names()
                    .forEach(name -> out.append("<th>").append(escaped(name)).append("</th>"));
            out.append("</tr>\n");
        }
        for (JsonNode row : table.rows()) {
            out.append("<tr>");
            table.cells(row)
                    .forEach(cell -> out.append("<td>")
                            .append(escaped(Section.text(cell)))
                            .append("</td>"));
            out.append("</tr>\n");
        }
        out.append("</table>\n");
    }

    /** Bars from the left; the sign of a number is in its text and its colour. */
    private static void chart(StringBuilder out, Chart chart) {
        double most = chart.bars().stream()
                .mapToDouble(bar -> Math.abs(bar.value()))
                .max()
                .orElse(0);
        int height = chart.bars().size() * ROW;
        out.append("<svg role=\"img\" width=\"%d\" height=\"%d\" font-size=\"13\">\n"
                .formatted(LABEL + WIDTH + 100, height));
        int y = 0;
        for (Bar bar : chart.bars()) {
            long length = most == 0 ? 0 : Math.round(Math.abs(bar.value()) / most * WIDTH);
            String colour = bar.value() < 0 ? "#b3261e" : "#2f6fbb";
            out.append("<text x=\"0\" y=\"%d\">%s</text>".formatted(y + 16, escaped(shortened(bar.label()))));
            out.append("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>"
                    .formatted(LABEL, y + 4, length, ROW - 8, colour));
            out.append("<text x=\"%d\" y=\"%d\">%s</text>\n"
                    .formatted(LABEL + length + 6, y + 16, escaped(Numbers.text(bar.value()))));
            y += ROW;
        }
        out.append("</svg>\n");
    }

    private static String shortened(String label) {
        return label.codePointCount(0, label.length()) <= 24
                ? label
                : label.substring(0, label.offsetByCodePoints(0, 23)) + "…";
    }

    static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\n', '\t' -> out.appendCodePoint(c);
                default -> out.appendCodePoint(Character.isISOControl(c) ? ' ' : c);
            }
        });
        return out.toString();
    }
}
