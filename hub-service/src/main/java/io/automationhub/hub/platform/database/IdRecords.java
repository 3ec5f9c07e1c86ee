package io.automationhub.hub.platform.database;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.sql.Types;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.generic.GenericTypes;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.spi.JdbiPlugin;

/**
 * Lets records that wrap one UUID stand for a {@code uuid} column, and other records for a row. Mappers of rows are kept:
 * JDBI forgets those it found with the handle.
 */
final class IdRecords implements JdbiPlugin, ArgumentFactory.Preparable {

    private final Map<Class<?>, RowMapper<?>> rows = new ConcurrentHashMap<>();

    @Override
    public void customizeJdbi(Jdbi jdbi) {
        jdbi.registerArgument(this);
        jdbi.registerColumnMapper(IdRecords::column);
        jdbi.registerRowMapper(this::row);
    }

    @Override
    public Optional<Function<Object, Argument>> prepare(Type type, ConfigRegistry config) {
        Class<?> raw = GenericTypes.getErasedType(type);
        if (!isId(raw)) {
            return Optional.empty();
        }
        MethodHandle read = accessor(raw);
        return Optional.of(value -> (position, statement, context) -> {
            if (value == null) {
                statement.setNull(position, Types.OTHER);
            } else {
                statement.setObject(position, invoke(read, value));
            }
        });
    }

    private static Optional<ColumnMapper<?>> column(Type type, ConfigRegistry config) {
        Class<?> raw = GenericTypes.getErasedType(type);
        if (!isId(raw)) {
            return Optional.empty();
        }
        MethodHandle make = constructor(raw);
        return Optional.of((row, column, context) -> {
            UUID value = row.getObject(column, UUID.class);
            return value == null ? null : invoke(make, value);
        });
    }

    private Optional<RowMapper<?>> row(Type type, ConfigRegistry config) {
        Class<?> raw = GenericTypes.getErasedType(type);
        return raw.isRecord() && !isId(raw)
                ? Optional.of(rows.computeIfAbsent(raw, RecordMapper::of))
                : Optional.empty();
    }

    private static boolean isId(Class<?> type) {
        if (!type.isRecord()) {
            return false;
        }
        RecordComponent[] parts = type.getRecordComponents();
        return parts.length == 1
                && parts[0].getType() == UUID.class
                && parts[0].getName().equals("value");
    }

    private static MethodHandle accessor(Class<?> type) {
        try {
            return MethodHandles.publicLookup().unreflect(type.getRecordComponents()[0].getAccessor());
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(type + " is not public", e);
        }
    }

    private static MethodHandle constructor(Class<?> type) {
        try {
            return MethodHandles.publicLookup().unreflectConstructor(type.getDeclaredConstructor(UUID.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type + " is not public", e);
        }
    }

    private static Object invoke(MethodHandle handle, Object argument) {
        try {
            return handle.invoke(argument);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
