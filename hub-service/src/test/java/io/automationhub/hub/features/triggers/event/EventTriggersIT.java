package io.automationhub.hub.features.triggers.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.hub.features.events.ConsumerSettings;
import io.automationhub.hub.features.events.EventBus;
import io.automationhub.hub.features.events.TopicPattern;
import io.automationhub.hub.features.triggers.Fire;
import io.automationhub.hub.features.triggers.FireService;
import io.automationhub.hub.features.triggers.Trigger;
import io.automationhub.hub.features.triggers.TriggerFixture;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.workflows.flow.FlowInput;
import io.automationhub.workflows.ids.RunId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Triggers that wait for events, on the real bus. */
@Timeout(120)
class EventTriggersIT {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ConsumerSettings QUICK =
            new ConsumerSettings(Duration.ofSeconds(5), Duration.ofMillis(20), Duration.ofMillis(100), 5);

    private final TriggerFixture fixture =
            new TriggerFixture(DATABASE, DATABASE.organization("o" + Ids.next()), Clock.systemUTC());
    private final EventTriggers handler = new EventTriggers(fixture.lookup, fixture.fires, fixture.runs, fixture.json);
    private EventBus bus;

    @BeforeEach
    void open() {
        bus = bus();
    }

    private EventBus bus() {
        return new EventBus(fixture.transactions, fixture.signals, fixture.json, QUICK);
    }

    private void subscribe() {
        bus.subscribe(TopicPattern.ALL, EventTriggers.CONSUMER, handler);
    }

    @AfterEach
    void close() {
        bus.close();
        fixture.close();
    }

    private void publish(String topic, ObjectNode payload) {
        fixture.transactions.inOrganization(
                fixture.caller.organization(),
                handle -> fixture.events.publish(handle, fixture.caller.organization(), topic, payload));
    }

    private ObjectNode number(int n) {
        return fixture.json.createObjectNode().put("n", n);
    }

    /** Ends a run as the projection of runs does: the row, and the event. */
    private void end(RunId run, String status) {
        DATABASE.superuser()
                .useHandle(handle -> handle.execute(
                        "update runs set status = ?, ended_at = now(), steps = '[]', output = '{\"image\": \"app:7\"}'"
                                + " where id = ?",
                        status,
                        run.value()));
        publish(
                "run." + status,
                fixture.json.createObjectNode().put("status", status).put("run", run.toString()));
    }

    @Test
    void anEventThatPassesTheFilterIsOneRun() {
        Trigger trigger = fixture.trigger(fixture.workflow("orders"), """
                {"type": "event", "event": {"topic": "orders.*", "filter": "event.data.n > 1"},
                 "input": {"n": "${{ trigger.event.data.n }}", "topic": "${{ trigger.event.topic }}"}}""");
        subscribe();
        publish("orders.made", number(1));
        publish("other.made", number(5));
        publish("orders.made", number(2));

        await().atMost(PATIENCE).until(() -> fixture.starter.started().size() == 1);
        FlowInput run = fixture.starter.started().getFirst();
        assertThat(run.inputs()).isEqualTo(number(2).put("topic", "orders.made"));
        assertThat(fixture.fires(trigger)).singleElement().satisfies(fire -> {
            assertThat(fire.run()).isEqualTo(run.run());
            assertThat(fire.key())
                    .isEqualTo(run.context().at("/trigger/event/id").asText());
        });
    }

    @Test
    void aFilterThatFailsIsWrittenDownAndHoldsUpNobody() {
        String workflow = fixture.workflow("filters");
        Trigger failing = fixture.trigger(
                workflow,
                "{\"type\": \"event\", \"event\": {\"topic\": \"*\", \"filter\": \"event.data.n / 0 == 1\"}}");
        Trigger costly = fixture.trigger(workflow, """
                {"type": "event", "event": {"topic": "*", "filter": "%s"}}""".formatted(nested()));
        Trigger sound = fixture.trigger(workflow, "{\"type\": \"event\", \"event\": {\"topic\": \"*\"}}");
        subscribe();
        publish("a.b", number(1));
        publish("a.c", number(2));

        await().atMost(PATIENCE).until(() -> fixture.fires(sound).size() == 2);
        assertThat(fixture.fires(failing)).hasSize(2).allSatisfy(fire -> {
            assertThat(fire.status()).isEqualTo(Fire.Status.FAILED);
            assertThat(fire.reason()).startsWith("The filter fails: ");
        });
        assertThat(fixture.fires(costly))
                .hasSize(2)
                .allSatisfy(fire -> assertThat(fire.reason()).startsWith("The filter fails: "));
        assertThat(bus.deadLetters(fixture.caller.organization(), 10)).isEmpty();
    }

    /** Ten to the eighth turns, were nobody to count them. */
    private static String nested() {
        String filter = "true";
        for (String name : List.of("h", "g", "f", "e", "d", "c", "b", "a")) {
            filter = "[0,1,2,3,4,5,6,7,8,9].all(" + name + ", " + filter + ")";
        }
        return filter;
    }

    @Test
    void whatIsDeliveredAgainStartsNothingMore() {
        Trigger trigger = fixture.trigger(
                fixture.workflow("again"), "{\"type\": \"event\", \"event\": {\"topic\": \"again.*\"}}");
        AtomicInteger deliveries = new AtomicInteger();
        bus.subscribe(TopicPattern.ALL, EventTriggers.CONSUMER, event -> {
            handler.handle(event);
            if (deliveries.incrementAndGet() % 3 != 0) {
                throw new IllegalStateException("dies after the run was started");
            }
        });
        for (int i = 0; i < 10; i++) {
            publish("again.a", number(i));
        }
        await().atMost(PATIENCE).until(() -> fixture.fires(trigger).size() == 10 && deliveries.get() >= 20);
        assertThat(fixture.starter.started()).hasSize(10);
    }

    @Test
    void theEndOfARunStartsTheNext() {
        String build = fixture.workflow("build");
        String deploy = fixture.workflow("deploy");
        Trigger first = fixture.trigger(build, "{\"type\": \"event\", \"event\": {\"topic\": \"push\"}}");
        Trigger then = fixture.trigger(deploy, """
                {"type": "run", "run": {"workflow": "build"},
                 "input": {"image": "${{ trigger.run.outputs.image }}", "status": "${{ trigger.run.status }}"}}""");
        Trigger sorry = fixture.trigger(
                deploy,
                "{\"type\": \"run\", \"run\": {\"workflow\": \"build\", \"statuses\": [\"failed\", \"canceled\"]}}");
        subscribe();
        publish("push", number(1));
        await().atMost(PATIENCE).until(() -> !fixture.fires(first).isEmpty());
        RunId built = Objects.requireNonNull(fixture.fires(first).getFirst().run());
        end(built, "succeeded");

        await().atMost(PATIENCE).until(() -> !fixture.fires(then).isEmpty());
        Fire fire = fixture.fires(then).getFirst();
        assertThat(fire.key()).isEqualTo(built.toString());
        FlowInput deployed = fixture.starter.started().getLast();
        assertThat(deployed.inputs().path("image").asText()).isEqualTo("app:7");
        assertThat(deployed.inputs().path("status").asText()).isEqualTo("succeeded");
        assertThat(deployed.context().at("/trigger/depth").asInt()).isEqualTo(1);

        publish("push", number(2));
        await().atMost(PATIENCE).until(() -> fixture.fires(first).size() == 2);
        end(Objects.requireNonNull(fixture.fires(first).getFirst().run()), "failed");
        await().atMost(PATIENCE).until(() -> !fixture.fires(sorry).isEmpty());
        assertThat(fixture.fires(then)).hasSize(1);
    }

    @Test
    void runsThatStartOneAnotherEnd() {
        String workflow = fixture.workflow("round");
        Trigger trigger = fixture.trigger(workflow, """
                {"type": "event", "event": {"topic": "run.succeeded"}}""");
        subscribe();
        publish("run.succeeded", number(0));
        for (int i = 0; i <= FireService.MOST_DEPTH; i++) {
            int runs = i + 1;
            await().atMost(PATIENCE).until(() -> fixture.starter.started().size() == runs);
            end(fixture.starter.started().getLast().run(), "succeeded");
        }
        await().atMost(PATIENCE).until(() -> fixture.fires(trigger).getFirst().status() == Fire.Status.FAILED);
        assertThat(fixture.fires(trigger).getFirst().reason()).contains("started one another");
        assertThat(fixture.starter.started()).hasSize(FireService.MOST_DEPTH + 1);
    }

    @Test
    void whatAStepPublishesLiesBehindItsRun() {
        fixture.trigger(fixture.workflow("echo"), "{\"type\": \"event\", \"event\": {\"topic\": \"echo.*\"}}");
        subscribe();
        publish("echo.a", number(0));
        await().atMost(PATIENCE).until(() -> fixture.starter.started().size() == 1);
        FlowInput first = fixture.starter.started().getFirst();
        assertThat(first.context().at("/trigger/depth").isMissingNode()).isTrue();
        DATABASE.superuser()
                .useHandle(handle -> handle.execute(
                        "insert into event_outbox (organization_id, id, topic, source, payload, time)"
                                + " values (?, ?, 'echo.b', ?, '{}', now())",
                        fixture.caller.organization().value(),
                        Ids.next(),
                        "run:" + first.run()));
        await().atMost(PATIENCE).until(() -> fixture.starter.started().size() == 2);
        assertThat(fixture.starter
                        .started()
                        .getLast()
                        .context()
                        .at("/trigger/depth")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void progressAndDisabledTriggersStartNothing() {
        String workflow = fixture.workflow("quiet");
        Trigger trigger = fixture.trigger(workflow, "{\"type\": \"event\", \"event\": {\"topic\": \"*\"}}");
        Trigger off =
                fixture.trigger(workflow, "{\"type\": \"event\", \"enabled\": false, \"event\": {\"topic\": \"*\"}}");
        subscribe();
        publish("run.changed", number(1));
        publish("any.thing", number(2));
        await().atMost(PATIENCE).until(() -> !fixture.fires(trigger).isEmpty());
        assertThat(fixture.fires(trigger)).hasSize(1);
        assertThat(fixture.fires(off)).isEmpty();
    }
}
