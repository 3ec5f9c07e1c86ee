package io.automationhub.agents.report;

import io.automationhub.agents.Handler;
import io.automationhub.agents.JsonTexts;
import io.automationhub.agents.Limits;
import io.automationhub.agents.TypedAgent;
import io.automationhub.workflows.agent.CapabilityContext;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.util.List;

/** Writes reports for people. */
public final class ReportAgent extends TypedAgent {

    private static final int MAX_CHARACTERS = 4_000_000;

    record Render(String title, String format, List<Section> sections) {}

    record Rendered(String text, String contentType) {}

    /** An agent without collaborators. */
    public ReportAgent() {
        super("report", Handler.on("render", Render.class, Rendered.class, ReportAgent::render));
    }

    private static Rendered render(Render in, CapabilityContext context) {
        Limits.begin(context);
        String text = JsonTexts.withoutNul(writer(in.format()).write(in.title(), in.sections()));
        if (text.length() > MAX_CHARACTERS) {
            throw new ProblemException(
                    ProblemType.TOO_LARGE, "The report is longer than " + MAX_CHARACTERS + " characters");
        }
        return new Rendered(text, contentType(in.format()));
    }

    private static Writer writer(String format) {
        return switch (format) {
            case "html" -> new HtmlWriter();
            case "csv" -> new CsvWriter();
            default -> new MarkdownWriter();
        };
    }

    private static String contentType(String format) {
        return switch (format) {
            case "html" -> "text/html; charset=utf-8";
            case "csv" -> "text/csv; charset=utf-8";
            default -> "text/markdown; charset=utf-8";
        };
    }
}
