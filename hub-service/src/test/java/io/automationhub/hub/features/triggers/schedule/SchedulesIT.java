package io.automationhub.hub.features.triggers.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.automationhub.hub.features.triggers.Fire;
import io.automationhub.hub.features.triggers.Trigger;
import io.automationhub.hub.features.triggers.TriggerFixture;
import io.automationhub.hub.platform.database.Database;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.quartz.SchedulerException;

/** Schedules on a real database, with several schedulers on it. */
@Timeout(180)
class SchedulesIT {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TriggerFixture fixture =
            new TriggerFixture(DATABASE, DATABASE.organization("o" + Ids.next()), Clock.systemUTC());
    private final List<Replica> replicas = new ArrayList<>();

    /** A scheduler as another process has it: with a pool of its own, and services on that pool. */
    private static final class Replica {
        final Database database;
        final TriggerFixture parts;
        final Schedules schedules;
        boolean dead;

        Replica(TriggerFixture shared) throws SQLException, SchedulerException {
            database = DATABASE.replica();
            parts = shared.on(database);
            schedules = new Schedules(database, parts.signals, parts.lookup, parts.runner);
            schedules.start();
        }

        /** Ends as a process does that is killed: in the middle of whatever it does, without a word to anybody. */
        void kill() {
            dead = true;
            database.close();
        }

        void close() {
            schedules.close();
            parts.close();
            if (!dead) {
                database.close();
            }
        }
    }

    private Replica replica() throws SQLException, SchedulerException {
        Replica replica = new Replica(fixture);
        replicas.add(replica);
        return replica;
    }

    @AfterEach
    void close() {
        for (Trigger trigger : made) {
            if (!removed.contains(trigger.id().toString())) {
                remove(trigger);
            }
        }
        replicas.forEach(Replica::close);
        fixture.close();
    }

    private final List<Trigger> made = new ArrayList<>();
    private final Set<String> removed = new HashSet<>();

    private Trigger schedule(String settings) {
        String workflow = fixture.workflow("flow-" + made.size());
        Trigger trigger = fixture.trigger(
                workflow,
                "{\"type\": \"schedule\", \"schedule\": " + settings
                        + ", \"input\": {\"at\": \"${{ trigger.scheduledAt }}\"}}");
        made.add(trigger);
        return trigger;
    }

    private void remove(Trigger trigger) {
        removed.add(trigger.id().toString());
        fixture.triggers.delete(fixture.caller, trigger.id().toString(), null);
    }

    private List<Instant> times(Trigger trigger) {
        return fixture.fires(trigger).stream()
                .filter(fire -> fire.status() == Fire.Status.STARTED)
                .map(fire -> Instant.parse(fire.key()))
                .sorted()
                .toList();
    }

    @Test
    void everySecondIsOneRunThoughASchedulerIsKilled() throws Exception {
        Replica first = replica();
        Replica second = replica();
        Trigger trigger = schedule("{\"cron\": \"* * * * * *\"}");
        Instant begun = trigger.createdAt();
        await().atMost(PATIENCE).until(() -> times(trigger).size() >= 5);

        Replica working = first.parts.starter.started().isEmpty() ? second : first;
        working.kill();
        Instant killed = Instant.now();
        await().atMost(PATIENCE)
                .until(() ->
                        !times(trigger).isEmpty() && times(trigger).getLast().isAfter(killed.plusSeconds(5)));

        List<Instant> times = times(trigger);
        Instant due = begun.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        for (Instant time : times) {
            assertThat(time).as("each second once, none left out").isEqualTo(due);
            due = due.plusSeconds(1);
        }
        int runs = fixture.transactions.inOrganization(
                fixture.caller.organization(),
                handle -> handle.createQuery("select count(*) from runs")
                        .mapTo(Integer.class)
                        .one());
        assertThat(runs).isBetween(times.size(), times.size() + 3);
        fixture.fires(trigger).forEach(fire -> assertThat(fire.status()).isEqualTo(Fire.Status.STARTED));
    }

    @Test
    void aScheduleStopsWhenItIsDisabledAndLooksAheadWhenItIsEnabled() throws Exception {
        replica();
        Trigger trigger = schedule("{\"cron\": \"* * * * * *\", \"misfire\": \"all\"}");
        await().atMost(PATIENCE).until(() -> times(trigger).size() >= 2);

        patch(trigger, false);
        int settled = times(trigger).size();
        await().during(Duration.ofSeconds(3))
                .atMost(PATIENCE)
                .until(() -> times(trigger).size() == settled);

        patch(trigger, true);
        await().atMost(PATIENCE).until(() -> times(trigger).size() > settled);
        List<Instant> times = times(trigger);
        assertThat(Duration.between(times.get(settled - 1), times.get(settled)))
                .as("what went by while it was disabled is not made good")
                .isGreaterThan(Duration.ofSeconds(2));

        remove(trigger);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(jobs()).doesNotContain(trigger.id().toString()));
    }

    private void patch(Trigger trigger, boolean enabled) {
        fixture.triggers.update(
                fixture.caller,
                trigger.id().toString(),
                JsonNodeFactory.instance.objectNode().put("enabled", enabled),
                null);
    }

    private static List<String> jobs() {
        return DATABASE.superuser()
                .withHandle(handle -> handle.createQuery("select job_name from qrtz_job_details")
                        .mapTo(String.class)
                        .list());
    }

    @Test
    void missedTimesAreTreatedAsEachScheduleSays() throws Exception {
        Instant newest = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(12));
        String daily = "{\"cron\": \"0 " + newest.atZone(ZoneOffset.UTC).getHour() + " * * *\", \"misfire\": ";
        Trigger skip = schedule(daily + "\"skip\"}");
        Trigger once = schedule(daily + "\"once\"}");
        Trigger all = schedule(daily + "\"all\"}");
        DATABASE.superuser()
                .useHandle(handle -> handle.execute(
                        "update triggers set scheduled_until = scheduled_until - interval '5 days'"
                                + " where organization_id = ?",
                        fixture.caller.organization().value()));
        replica();

        await().atMost(PATIENCE)
                .until(() -> times(all).size() == 5 && times(once).size() == 1);
        assertThat(times(all)).startsWith(newest.minus(Duration.ofDays(4))).endsWith(newest);
        assertThat(times(once)).containsExactly(newest);
        await().atMost(PATIENCE).until(() -> fixture.fires(skip).size() == 1);
        assertThat(fixture.fires(skip)).singleElement().satisfies(fire -> {
            assertThat(fire.status()).isEqualTo(Fire.Status.SKIPPED);
            assertThat(fire.reason()).contains(newest.toString());
            assertThat(fire.run()).isNull();
        });
        assertThat(fixture.fires(once))
                .hasSize(2)
                .last()
                .extracting(Fire::status)
                .isEqualTo(Fire.Status.SKIPPED);
    }

    @Test
    void aScheduleOfWhichNobodyToldIsFound() throws Exception {
        Replica replica = replica();
        Trigger trigger = schedule("{\"cron\": \"* * * * * *\"}");
        await().atMost(PATIENCE).until(() -> !times(trigger).isEmpty());
        DATABASE.superuser().useHandle(handle -> {
            handle.execute("delete from qrtz_simple_triggers");
            handle.execute("delete from qrtz_triggers");
        });
        Instant lost = Instant.now();
        replica.schedules.compare();
        await().atMost(PATIENCE).until(() -> times(trigger).getLast().isAfter(lost.plusSeconds(1)));
    }

    @Test
    void aScheduleEnds() throws Exception {
        replica();
        String end = Instant.now().plusSeconds(3).toString();
        Trigger trigger = schedule("{\"cron\": \"* * * * * *\", \"endAt\": \"" + end + "\"}");
        await().atMost(PATIENCE).until(() -> !times(trigger).isEmpty());
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(jobs()).doesNotContain(trigger.id().toString()));
        assertThat(times(trigger).getLast()).isBeforeOrEqualTo(Instant.parse(end));
        assertThat(fixture.triggers.next(fixture.caller, trigger.id().toString(), 5))
                .isEmpty();
    }
}
