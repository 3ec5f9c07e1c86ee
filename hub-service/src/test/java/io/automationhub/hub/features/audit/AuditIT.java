package io.automationhub.hub.features.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.security.Envelope;
import io.automationhub.hub.platform.security.MasterKeys;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.hub.testing.TestKeys;
import io.automationhub.workflows.ids.OrganizationId;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditIT {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final String MASTER = TestKeys.random();
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123456789Z");

    private final Envelope envelope = new Envelope(MasterKeys.parse(MASTER));
    private final AuditService audit =
            new AuditService(DATABASE.transactions(), envelope, Clock.fixed(NOW, ZoneOffset.UTC));
    private final AuditVerifier verifier = new AuditVerifier(DATABASE.transactions(), envelope);

    @Test
    void listsWhatWasRecordedNewestFirst() {
        Caller caller = caller();
        record(caller, 3);
        List<AuditEntry> entries = audit.list(caller, AuditFilter.ALL, null, 2);
        assertThat(entries).extracting(AuditEntry::sequence).containsExactly(3L, 2L);
        assertThat(entries.getFirst().change()).isEqualTo(change(3));
        assertThat(entries.getFirst().time()).isEqualTo("2026-03-01T10:00:00.123456Z");
        assertThat(audit.list(caller, AuditFilter.ALL, 2L, 50))
                .extracting(AuditEntry::sequence)
                .containsExactly(1L);
    }

    @Test
    void filters() {
        Caller caller = caller();
        record(caller, 3);
        assertThat(audit.list(caller, new AuditFilter("thing.changed", null, "thing", "2", null, null), null, 50))
                .hasSize(1);
        assertThat(audit.list(caller, new AuditFilter(null, "somebody else", null, null, null, null), null, 50))
                .isEmpty();
        assertThat(audit.list(caller, new AuditFilter(null, null, null, null, NOW.plusSeconds(1), null), null, 50))
                .isEmpty();
        assertThat(audit.list(caller, new AuditFilter(null, null, null, null, null, NOW.plusSeconds(1)), null, 50))
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"' or true --", "thing' union select 1", "%", "\\", "$1", ":organization", "\u0000"})
    void filtersAreOnlyValues(String attack) {
        Caller caller = caller();
        record(caller, 1);
        if (attack.equals("\u0000")) {
            assertThatThrownBy(
                            () -> audit.list(caller, new AuditFilter(attack, null, null, null, null, null), null, 50))
                    .isInstanceOf(RuntimeException.class);
        } else {
            for (AuditFilter filter : List.of(
                    new AuditFilter(attack, null, null, null, null, null),
                    new AuditFilter(null, attack, null, null, null, null),
                    new AuditFilter(null, null, attack, null, null, null),
                    new AuditFilter(null, null, null, attack, null, null))) {
                assertThat(audit.list(caller, filter, null, 50)).isEmpty();
            }
        }
    }

    @Test
    void isTakenBackWithTheChange() {
        Caller caller = caller();
        assertThatThrownBy(() -> DATABASE.transactions().inOrganization(caller.organization(), handle -> {
                    audit.record(handle, caller, "thing.made", "thing", "1", change(1));
                    throw new IllegalArgumentException("no");
                }))
                .hasMessage("no");
        assertThat(audit.list(caller, AuditFilter.ALL, null, 50)).isEmpty();
        assertThat(verifier.verify(caller.organization()).intact()).isTrue();
    }

    @Test
    void keepsOneChainWhenManyRecordAtOnce() throws Exception {
        Caller caller = caller();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = IntStream.range(0, 40)
                    .<Future<?>>mapToObj(i -> threads.submit(() -> record(caller, 1)))
                    .toList();
            for (Future<?> one : all) {
                one.get();
            }
        }
        AuditVerifier.Verdict verdict = verifier.verify(caller.organization());
        assertThat(verdict.defect()).isNull();
        assertThat(verdict.entries()).isEqualTo(40);
    }

    @Test
    void refusesToChangeOrRemoveEntries() {
        Caller caller = caller();
        record(caller, 2);
        for (String attack : List.of(
                "update audit_entries set subject = 'nobody'",
                "delete from audit_entries",
                "truncate audit_entries",
                "delete from audit_heads",
                "alter table audit_entries disable trigger append_only")) {
            assertThatThrownBy(() -> DATABASE.transactions()
                            .inOrganization(caller.organization(), handle -> handle.execute(attack)))
                    .as(attack)
                    .hasMessageMatching("(?s).*(never changed|must be owner|permission denied).*");
        }
        assertThat(verifier.verify(caller.organization()).intact()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit_entries set subject = 'nobody' where organization_id = ? and sequence = 3",
                "update audit_entries set change = '{\"count\":4}' where organization_id = ? and sequence = 5",
                "update audit_entries set time = time + interval '1 second' where organization_id = ? and sequence = 1",
                "update audit_entries set hash = sha256(hash) where organization_id = ? and sequence = 5",
                "delete from audit_entries where organization_id = ? and sequence = 5",
                "delete from audit_entries where organization_id = ? and sequence = 3",
                "delete from audit_entries where organization_id = ? and sequence = 1",
                "delete from audit_entries where organization_id = ? and sequence > 2",
                "delete from audit_entries where organization_id = ?",
                "delete from audit_heads where organization_id = ?",
                "update audit_heads set sequence = 4 where organization_id = ?",
                "with cut as (delete from audit_entries where organization_id = ? and sequence > 2) "
                        + "update audit_heads h set sequence = 2, hash = e.hash, seal = e.hash from audit_entries e "
                        + "where e.organization_id = h.organization_id and e.sequence = 2",
                "with moved as (update audit_entries set sequence = 6 where organization_id = ? and sequence = 5) "
                        + "update audit_heads set sequence = 6"
            })
    void findsTampering(String attack) {
        Caller caller = caller();
        record(caller, 5);
        assertThat(verifier.verify(caller.organization()).intact()).isTrue();
        tamper(attack, caller.organization());
        assertThat(verifier.verify(caller.organization()).defect()).isNotNull();
    }

    @Test
    void findsEntriesInAnotherOrder() {
        Caller caller = caller();
        record(caller, 5);
        for (String step : List.of(
                "update audit_entries set sequence = 12 where organization_id = ? and sequence = 2",
                "update audit_entries set sequence = 2 where organization_id = ? and sequence = 3",
                "update audit_entries set sequence = 3 where organization_id = ? and sequence = 12")) {
            tamper(step, caller.organization());
        }
        assertThat(verifier.verify(caller.organization()).defect()).isEqualTo("Entry 2 was changed");
    }

    @Test
    void anAnchorShowsAReturnToAnOlderState() {
        Caller caller = caller();
        record(caller, 2);
        DATABASE.superuser().useHandle(h -> h.execute("create table old_heads as select * from audit_heads"));
        record(caller, 2);
        AuditVerifier.Verdict noted = verifier.verify(caller.organization());
        tamper("delete from audit_entries where organization_id = ? and sequence > 2", caller.organization());
        DATABASE.superuser().useHandle(h -> {
            h.execute("update audit_heads h set sequence = o.sequence, hash = o.hash, seal = o.seal from old_heads o"
                    + " where o.organization_id = h.organization_id");
            h.execute("drop table old_heads");
        });
        // The whole is as it once was, which nothing within the database can show.
        assertThat(verifier.verify(caller.organization()).intact()).isTrue();
        assertThat(verifier.verify(caller.organization(), new AuditVerifier.Anchor(noted.entries(), noted.hash()))
                        .defect())
                .contains("anchor");
    }

    @Test
    void outlivesANewMasterKey() {
        Caller caller = caller();
        record(caller, 2);
        String fresh = TestKeys.random();
        Envelope both = new Envelope(MasterKeys.parse(fresh + "," + MASTER));
        AuditService rotated = new AuditService(DATABASE.transactions(), both, Clock.fixed(NOW, ZoneOffset.UTC));
        assertThat(rotated.rewrap()).isPositive();
        assertThat(rotated.rewrap()).isZero();
        Envelope only = new Envelope(MasterKeys.parse(fresh));
        assertThat(new AuditVerifier(DATABASE.transactions(), only)
                        .verify(caller.organization())
                        .entries())
                .isEqualTo(2);
        new AuditService(
                        DATABASE.transactions(),
                        new Envelope(MasterKeys.parse(MASTER + "," + fresh)),
                        Clock.fixed(NOW, ZoneOffset.UTC))
                .rewrap();
    }

    private void record(Caller caller, int count) {
        for (int i = 1; i <= count; i++) {
            int n = i;
            DATABASE.transactions().inOrganization(caller.organization(), handle -> {
                audit.record(handle, caller, "thing.changed", "thing", String.valueOf(n), change(n));
                return n;
            });
        }
    }

    /** As somebody who can do anything in the database would. */
    private static void tamper(String statement, OrganizationId organization) {
        DATABASE.superuser().useTransaction(h -> {
            h.execute("set local session_replication_role = replica");
            assertThat(h.execute(statement, organization.value())).isPositive();
        });
    }

    private static ObjectNode change(int count) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", "Thing é \u2028")
                .put("count", count);
    }

    private static Caller caller() {
        OrganizationId organization = DATABASE.organization("o" + Ids.next());
        return new Caller(organization, "api-key:1", Set.of("admin"), Set.of());
    }
}
