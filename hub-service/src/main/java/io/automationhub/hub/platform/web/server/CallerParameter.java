package io.automationhub.hub.platform.web.server;

import io.automationhub.hub.platform.security.Caller;
import jakarta.ws.rs.core.Context;
import java.util.function.Function;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.model.Parameter;
import org.glassfish.jersey.server.spi.internal.ValueParamProvider;
import org.jspecify.annotations.Nullable;

/** Gives resource methods their {@code @Context Caller} and {@code @Context Exchange}, without injection machinery. */
final class CallerParameter implements ValueParamProvider {

    @Override
    public @Nullable Function<ContainerRequest, ?> getValueProvider(Parameter parameter) {
        if (!parameter.isAnnotationPresent(Context.class)) {
            return null;
        }
        if (parameter.getRawType() == Caller.class) {
            return CallerParameter::caller;
        }
        return parameter.getRawType() == Exchange.class ? Exchange::of : null;
    }

    private static Caller caller(ContainerRequest request) {
        Caller caller = Exchange.of(request).caller();
        if (caller == null) {
            throw new IllegalStateException("A public operation has no caller");
        }
        return caller;
    }

    @Override
    public PriorityType getPriority() {
        return Priority.HIGH;
    }
}
