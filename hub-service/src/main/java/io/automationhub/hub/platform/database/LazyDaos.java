package io.automationhub.hub.platform.database;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.extension.ExtensionFactory;
import org.jdbi.v3.core.extension.ExtensionMetadata;
import org.jdbi.v3.core.extension.ExtensionMetadata.ExtensionHandlerInvoker;
import org.jdbi.v3.core.extension.Extensions;
import org.jdbi.v3.core.extension.HandleSupplier;
import org.jdbi.v3.sqlobject.SqlObjectFactory;

/**
 * Attaches SQL objects for little. Every transaction attaches, and each time JDBI reads an interface's annotations anew,
 * because what it learns stays with the handle, and prepares every method with a copy of the handle's configuration.
 * Here annotations are read once, and a method is prepared when it is called. In a profile of listing fifty rows the
 * difference was a sixth of the hub's work.
 */
final class LazyDaos implements ExtensionFactory {

    private final ExtensionFactory sqlObjects;
    private final Map<Class<?>, Boolean> accepted = new ConcurrentHashMap<>();
    private final Map<Class<?>, ExtensionMetadata> known = new ConcurrentHashMap<>();

    private LazyDaos(ExtensionFactory sqlObjects) {
        this.sqlObjects = sqlObjects;
    }

    /** Takes the place of the SQL object plugin's own factory, which has to be installed already. */
    static void install(Jdbi jdbi) {
        Extensions extensions = jdbi.getConfig(Extensions.class);
        extensions.register(
                new LazyDaos(extensions.findFactory(SqlObjectFactory.class).orElseThrow()));
    }

    @Override
    public boolean accepts(Class<?> type) {
        return accepted.computeIfAbsent(type, asked -> asked.isInterface() && sqlObjects.accepts(asked));
    }

    /** The flag with which JDBI leaves attaching to the factory. */
    @Override
    public Set<FactoryFlag> getFactoryFlags() {
        return Set.of(FactoryFlag.DONT_USE_PROXY);
    }

    @Override
    public <E> E attach(Class<E> type, HandleSupplier handle) {
        ConfigRegistry config = handle.getConfig();
        ExtensionMetadata metadata = known.computeIfAbsent(
                type, asked -> config.get(Extensions.class).findMetadata(asked, sqlObjects));
        ConfigRegistry own = metadata.createInstanceConfiguration(config);
        Map<Method, ExtensionHandlerInvoker> prepared = new HashMap<>();
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return ofObject(type, self, method, arguments);
                    }
                    return prepared.computeIfAbsent(
                                    method, called -> metadata.createExtensionHandlerInvoker(self, called, handle, own))
                            .invoke(arguments);
                }));
    }

    private static Object ofObject(Class<?> type, Object self, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> self == arguments[0];
            case "hashCode" -> System.identityHashCode(self);
            default -> type.getSimpleName();
        };
    }
}
