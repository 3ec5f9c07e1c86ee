package io.automationhub.hub.platform.database;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.qualifier.QualifiedType;
import org.jdbi.v3.core.qualifier.Qualifiers;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of rows: each component is read from the column of its name, {@code createdAt} from {@code created_at}.
 * JDBI's own mapper looks for columns and their mappers anew in each query, which was a fifth of the hub's work in listing
 * fifty rows; here that is done once for the columns a query answers.
 */
final class RecordMapper implements RowMapper<Object> {

    private final Class<?> type;
    private final RecordComponent[] components;
    private final MethodHandle constructor;
    private final Map<List<String>, List<Column>> known = new ConcurrentHashMap<>();

    private RecordMapper(Class<?> type) {
        this.type = type;
        this.components = type.getRecordComponents();
        this.constructor = constructor(type, components);
    }

    /** A mapper for a record, which need not be public. */
    static RecordMapper of(Class<?> type) {
        return new RecordMapper(type);
    }

    /** How one value is read. */
    @FunctionalInterface
    private interface Reader {
        @Nullable
        Object read(ResultSet row, int column, StatementContext context) throws SQLException;
    }

    /** Where a component comes from and how it is read. */
    private record Column(int place, Reader reader) {}

    @Override
    public Object map(ResultSet row, StatementContext context) throws SQLException {
        return make(row, columns(row, context), context);
    }

    @Override
    public RowMapper<Object> specialize(ResultSet row, StatementContext context) throws SQLException {
        List<Column> columns = columns(row, context);
        return (each, itsContext) -> make(each, columns, itsContext);
    }

    private Object make(ResultSet row, List<Column> columns, StatementContext context) throws SQLException {
        @Nullable Object[] values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            Column column = columns.get(i);
            values[i] = column.reader.read(row, column.place, context);
        }
        try {
            return constructor.invokeExact(values);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("A row cannot be made a " + type.getSimpleName(), e);
        }
    }

    private List<Column> columns(ResultSet row, StatementContext context) throws SQLException {
        ResultSetMetaData answered = row.getMetaData();
        List<String> names = new ArrayList<>(answered.getColumnCount());
        for (int i = 1; i <= answered.getColumnCount(); i++) {
            names.add(answered.getColumnLabel(i));
        }
        List<Column> found = known.get(names);
        if (found == null) {
            found = find(names, context);
            known.put(List.copyOf(names), found);
        }
        return found;
    }

    private List<Column> find(List<String> names, StatementContext context) {
        List<String> plain = names.stream().map(RecordMapper::plain).toList();
        List<Column> columns = new ArrayList<>();
        for (RecordComponent component : components) {
            int place = plain.indexOf(plain(component.getName())) + 1;
            if (place == 0) {
                throw new IllegalArgumentException(
                        "A row of " + names + " has nothing for " + type.getSimpleName() + "." + component.getName());
            }
            columns.add(new Column(place, reader(component, context)));
        }
        return List.copyOf(columns);
    }

    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** The driver's own way for the usual types, JDBI's mapper of the type for all others. */
    private static Reader reader(RecordComponent component, StatementContext context) {
        Class<?> raw = component.getType();
        if (raw == String.class) {
            return (row, column, itsContext) -> row.getString(column);
        }
        if (raw == UUID.class) {
            return (row, column, itsContext) -> row.getObject(column, UUID.class);
        }
        if (raw == Instant.class) {
            return (row, column, itsContext) -> instant(row.getObject(column, OffsetDateTime.class));
        }
        if (raw == int.class) {
            return (row, column, itsContext) -> present(row.getInt(column), row, component);
        }
        if (raw == long.class) {
            return (row, column, itsContext) -> present(row.getLong(column), row, component);
        }
        if (raw == boolean.class) {
            return (row, column, itsContext) -> present(row.getBoolean(column), row, component);
        }
        QualifiedType<?> wanted = QualifiedType.of(component.getGenericType())
                .withAnnotations(context.getConfig(Qualifiers.class).findFor(component.getAccessor()));
        ColumnMapper<?> mapper = context.findColumnMapperFor(wanted)
                .orElseThrow(() -> new IllegalArgumentException("No column can be read as " + wanted));
        return mapper::map;
    }

    /** What was read last, unless it stands for nothing. */
    private static Object present(Object value, ResultSet row, RecordComponent component) throws SQLException {
        if (row.wasNull()) {
            throw new IllegalArgumentException(
                    "There is null for " + component.getDeclaringRecord().getSimpleName() + "." + component.getName());
        }
        return value;
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static MethodHandle constructor(Class<?> type, RecordComponent[] components) {
        Class<?>[] parameters =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                    .findConstructor(type, MethodType.methodType(void.class, parameters))
                    .asSpreader(Object[].class, parameters.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type + " cannot be made", e);
        }
    }
}
