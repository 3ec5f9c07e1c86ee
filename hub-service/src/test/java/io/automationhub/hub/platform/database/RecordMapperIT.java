package io.automationhub.hub.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.workflows.ids.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RecordMapperIT {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private enum Color {
        RED
    }

    private record Row(
            OrganizationId ownerId,
            UUID id,
            String text,
            int number,
            long bigNumber,
            boolean flag,
            Instant createdAt,
            @Nullable Instant endedAt,
            @Nullable Integer maybe,
            @Nullable String note,
            Color color,
            List<String> words) {}

    private static final String COLUMNS = """
            'red' as ignored, 'RED' as color, array['a', 'b'] as words, 'text' as text, 7 as number, 8::bigint as big_number,
            true as flag, timestamptz '2026-01-02T03:04:05.123456Z' as created_at, null::timestamptz as ended_at,
            null::int as maybe, null::text as note,
            uuid '00000000-0000-0000-0000-000000000001' as owner_id, uuid '00000000-0000-0000-0000-000000000002' as id
            """;

    private static final Row ROW = new Row(
            new OrganizationId(new UUID(0, 1)),
            new UUID(0, 2),
            "text",
            7,
            8,
            true,
            Instant.parse("2026-01-02T03:04:05.123456Z"),
            null,
            null,
            null,
            Color.RED,
            List.of("a", "b"));

    private static List<Row> rows(String sql) {
        return DATABASE.transactions()
                .asSystem(handle -> handle.createQuery(sql).mapTo(Row.class).list());
    }

    @Test
    void readsEachComponentFromTheColumnOfItsName() {
        assertThat(rows("select " + COLUMNS)).containsExactly(ROW);
        assertThat(rows("select " + COLUMNS + " from generate_series(1, 3)")).containsExactly(ROW, ROW, ROW);
    }

    @Test
    void keepsQueriesWithOtherColumnsApart() {
        List<Row> before = rows("select " + COLUMNS);
        List<Row> others = rows("select 1 as one, 2 as two, x.* from (select " + COLUMNS + ") x");
        assertThat(others).isEqualTo(before);
    }

    @Test
    void readsTheSameOncePreparedOnTheServer() {
        // From the fifth time on the driver has values sent in another format.
        List<List<Row>> seen = DATABASE.transactions()
                .asSystem(handle -> IntStream.range(0, 12)
                        .mapToObj(i -> handle.createQuery("select " + COLUMNS)
                                .mapTo(Row.class)
                                .list())
                        .toList());
        assertThat(seen).hasSize(12).allSatisfy(list -> assertThat(list).containsExactly(ROW));
    }

    @Test
    void saysWhichColumnIsMissing() {
        assertThatThrownBy(() -> rows("select 1 as number"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing for Row.ownerId");
    }

    @Test
    void doesNotTakeNothingForANumber() {
        assertThatThrownBy(() -> rows(
                        "select x.*, x.maybe as number from (select " + COLUMNS.replace("7 as number,", "") + ") x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("null for Row.number");
    }
}
