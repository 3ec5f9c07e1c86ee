package io.automationhub.agents.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;

/** Which statuses are fine, and what each other one means. */
record Expectation(List<Range> ranges) {

    private record Range(int from, int to) {}

    /** Reads numbers, {@code 2xx} and {@code 200-204}. */
    static Expectation of(List<JsonNode> expect) {
        List<Range> ranges = new ArrayList<>();
        for (int i = 0; i < expect.size(); i++) {
            ranges.add(range(expect.get(i).asText(), "/expect/" + i));
        }
        return new Expectation(List.copyOf(ranges));
    }

    private static Range range(String text, String pointer) {
        try {
            if (text.length() == 3 && text.endsWith("xx")) {
                int hundred = Integer.parseInt(text.substring(0, 1)) * 100;
                return new Range(hundred, hundred + 99);
            }
            int dash = text.indexOf('-');
            return dash < 0
                    ? new Range(Integer.parseInt(text), Integer.parseInt(text))
                    : new Range(Integer.parseInt(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1)));
        } catch (NumberFormatException e) {
            throw ProblemException.invalid(pointer, "Must be a status such as 200, 2xx or 200-204");
        }
    }

    boolean holds(int status) {
        return ranges.stream().anyMatch(range -> range.from() <= status && status <= range.to());
    }

    /** What kind of problem an unexpected status is: those that pass by themselves are worth another attempt. */
    static ProblemType problem(int status) {
        return switch (status) {
            case 429 -> ProblemType.RATE_LIMITED;
            case 408, 504 -> ProblemType.TIMEOUT;
            case 503 -> ProblemType.UNAVAILABLE;
            default -> status >= 500 ? ProblemType.UPSTREAM_FAILED : ProblemType.REFUSED;
        };
    }
}
