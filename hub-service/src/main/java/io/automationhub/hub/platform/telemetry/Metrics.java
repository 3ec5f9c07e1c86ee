package io.automationhub.hub.platform.telemetry;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.SimpleCollector;
import io.prometheus.client.exporter.common.TextFormat;
import io.prometheus.client.hotspot.GarbageCollectorExports;
import io.prometheus.client.hotspot.MemoryPoolsExports;
import io.prometheus.client.hotspot.StandardExports;
import io.prometheus.client.hotspot.ThreadExports;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;

/**
 * The hub's metrics, in the Prometheus format. A metric is a constant declared where it is counted; labels are few and
 * closed sets, never names or ids of tenants, because everybody may read them.
 */
public final class Metrics {

    /** From a millisecond to half a minute. */
    private static final double[] SECONDS = {.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30};

    /** Something that only goes up. */
    public record Counter(String name, String help, List<String> labels) {}

    /** Something that goes up and down. */
    public record Gauge(String name, String help, List<String> labels) {}

    /** How long things take, in seconds. */
    public record Timing(String name, String help, List<String> labels) {}

    private final CollectorRegistry registry = new CollectorRegistry();
    private final Map<Object, SimpleCollector<?>> collectors = new ConcurrentHashMap<>();

    /** A counter; its name ends in {@code _total}. */
    public static Counter counter(String name, String help, String... labels) {
        return new Counter(name, help, List.of(labels));
    }

    /** A gauge. */
    public static Gauge gauge(String name, String help, String... labels) {
        return new Gauge(name, help, List.of(labels));
    }

    /** A histogram of durations; its name ends in {@code _seconds}. */
    public static Timing timing(String name, String help, String... labels) {
        return new Timing(name, help, List.of(labels));
    }

    /** With the figures of the JVM and the process. */
    public Metrics() {
        registry.register(new MemoryPoolsExports());
        registry.register(new GarbageCollectorExports());
        registry.register(new ThreadExports());
        registry.register(new StandardExports());
    }

    /** Counts one; the label values stand in the order the counter declares. */
    public void count(Counter counter, String... labels) {
        add(counter, 1, labels);
    }

    /** Counts several. */
    public void add(Counter counter, double amount, String... labels) {
        collector(counter).labels(labels).inc(amount);
    }

    /** Sets a gauge. */
    public void set(Gauge gauge, double value, String... labels) {
        collector(gauge).labels(labels).set(value);
    }

    /** Has a gauge without labels read when it is asked for. */
    public void read(Gauge gauge, DoubleSupplier value) {
        collector(gauge).setChild(new io.prometheus.client.Gauge.Child() {
            @Override
            public double get() {
                return value.getAsDouble();
            }
        });
    }

    /** Records a duration in seconds. */
    public void time(Timing timing, double seconds, String... labels) {
        collector(timing).labels(labels).observe(seconds);
    }

    /** What records durations under fixed labels, for places that are hot. */
    public DoubleConsumer timer(Timing timing, String... labels) {
        return collector(timing).labels(labels)::observe;
    }

    /** Writes everything in the Prometheus text format. */
    public void write(Writer writer) throws IOException {
        TextFormat.write004(writer, registry.metricFamilySamples());
    }

    /** The media type of {@link #write}. */
    public static String contentType() {
        return TextFormat.CONTENT_TYPE_004;
    }

    private io.prometheus.client.Counter collector(Counter counter) {
        return (io.prometheus.client.Counter) collectors.computeIfAbsent(
                counter,
                made -> io.prometheus.client.Counter.build(counter.name(), counter.help())
                        .labelNames(counter.labels().toArray(String[]::new))
                        .register(registry));
    }

    private io.prometheus.client.Gauge collector(Gauge gauge) {
        return (io.prometheus.client.Gauge) collectors.computeIfAbsent(
                gauge,
                made -> io.prometheus.client.Gauge.build(gauge.name(), gauge.help())
                        .labelNames(gauge.labels().toArray(String[]::new))
                        .register(registry));
    }

    private io.prometheus.client.Histogram collector(Timing timing) {
        return (io.prometheus.client.Histogram) collectors.computeIfAbsent(
                timing,
                made -> io.prometheus.client.Histogram.build(timing.name(), timing.help())
                        .labelNames(timing.labels().toArray(String[]::new))
                        .buckets(SECONDS)
                        .register(registry));
    }
}
