package io.automationhub.agents.analytics;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.agents.ItemExpression;
import io.automationhub.agents.Limits;
import io.automationhub.workflows.agent.CapabilityContext;
import io.automationhub.workflows.definition.Durations;
import io.automationhub.workflows.definition.expression.Values;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Figures of lists: as a whole, by group, and by time. */
final class Summaries {

    private static final int MAX_BUCKETS = 10_000;

    record Summarize(
            List<JsonNode> items, String value, @Nullable String by, List<Double> percentiles) {}

    record Summary(Figures total, List<OneGroup> groups) {}

    record OneGroup(JsonNode key, Figures figures) {}

    record Series(
            List<JsonNode> items, String time, @Nullable String value, String every, String aggregate, boolean fill) {}

    record Buckets(List<Bucket> buckets) {}

    /** One span of time; the value is null where nothing can be said. */
    record Bucket(Instant at, int count, @Nullable Double value) {}

    private Summaries() {}

    static Summary summarize(Summarize in, CapabilityContext context) {
        Limits limits = Limits.begin(context);
        Numbers all = new Numbers();
        Map<JsonNode, Numbers> groups = new LinkedHashMap<>();
        ItemExpression value = new ItemExpression(in.value(), "/value");
        for (int i = 0; i < in.items().size(); i++) {
            JsonNode item = in.items().get(i);
            JsonNode number = value.of(item, i, Values.NULL, limits);
            all.add(number, i);
            if (in.by() != null) {
                JsonNode key = new ItemExpression(in.by(), "/by").of(item, i, Values.NULL, limits);
                groups.computeIfAbsent(key, any -> new Numbers()).add(number, i);
            }
        }
        return new Summary(
                all.figures(in.percentiles()),
                groups.entrySet().stream()
                        .map(group ->
                                new OneGroup(group.getKey(), group.getValue().figures(in.percentiles())))
                        .toList());
    }

    /** Numbers as they come; null counts as missing, anything else is refused. */
    private static final class Numbers {

        private final List<Double> values = new ArrayList<>();
        private int missing;

        void add(JsonNode number, int index) {
            if (number.isNull()) {
                missing++;
            } else if (number.isNumber() && Double.isFinite(number.doubleValue())) {
                values.add(number.doubleValue());
            } else {
                throw ProblemException.invalid("/value", "For item " + index + " it is not a number");
            }
        }

        Figures figures(List<Double> percentiles) {
            return Figures.of(values, missing, percentiles);
        }
    }

    static Buckets series(Series in, CapabilityContext context) {
        Limits limits = Limits.begin(context);
        long every = Durations.parse(in.every()).map(Duration::toMillis).orElse(0L);
        if (every < 1) {
            throw ProblemException.invalid("/every", "Must be a time such as 5m or 1h");
        }
        if (in.value() == null && !in.aggregate().equals("count")) {
            throw ProblemException.invalid("/value", "Is needed for everything but count");
        }
        TreeMap<Long, Numbers> buckets = new TreeMap<>();
        TreeMap<Long, Integer> counts = new TreeMap<>();
        for (int i = 0; i < in.items().size(); i++) {
            JsonNode item = in.items().get(i);
            long at = Math.floorDiv(
                    time(new ItemExpression(in.time(), "/time").of(item, i, Values.NULL, limits), i), every);
            counts.merge(at, 1, Integer::sum);
            Numbers numbers = buckets.computeIfAbsent(at, any -> new Numbers());
            if (in.value() != null) {
                numbers.add(new ItemExpression(in.value(), "/value").of(item, i, Values.NULL, limits), i);
            }
        }
        if (in.fill() && !buckets.isEmpty()) {
            if (buckets.lastKey() - buckets.firstKey() >= MAX_BUCKETS) {
                throw tooMany();
            }
            for (long at = buckets.firstKey(); at <= buckets.lastKey(); at++) {
                buckets.computeIfAbsent(at, any -> new Numbers());
            }
        }
        if (buckets.size() > MAX_BUCKETS) {
            throw tooMany();
        }
        return new Buckets(buckets.entrySet().stream()
                .map(bucket -> bucket(
                        Instant.ofEpochMilli(bucket.getKey() * every),
                        counts.getOrDefault(bucket.getKey(), 0),
                        bucket.getValue(),
                        in.aggregate()))
                .toList());
    }

    private static Bucket bucket(Instant at, int count, Numbers numbers, String aggregate) {
        List<Double> values = numbers.values;
        if (aggregate.equals("count")) {
            return new Bucket(at, count, (double) count);
        }
        if (aggregate.equals("sum")) {
            return new Bucket(
                    at, count, values.stream().mapToDouble(Double::doubleValue).sum());
        }
        OptionalDouble value = switch (aggregate) {
            case "min" -> values.stream().mapToDouble(Double::doubleValue).min();
            case "max" -> values.stream().mapToDouble(Double::doubleValue).max();
            default -> values.stream().mapToDouble(Double::doubleValue).average();
        };
        return new Bucket(at, count, value.isPresent() ? value.getAsDouble() : null);
    }

    /** RFC 3339, or seconds since 1970, in milliseconds. */
    private static long time(JsonNode value, int index) {
        try {
            if (value.isNumber()) {
                return Math.round(value.doubleValue() * 1000);
            }
            return OffsetDateTime.parse(value.asText()).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw ProblemException.invalid(
                    "/time", "For item " + index + " it is not a time such as 2026-01-31T10:00:00Z");
        }
    }

    private static ProblemException tooMany() {
        return new ProblemException(ProblemType.TOO_LARGE, "There are more than " + MAX_BUCKETS + " buckets");
    }
}
