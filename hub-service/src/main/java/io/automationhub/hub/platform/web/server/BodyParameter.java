package io.automationhub.hub.platform.web.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.automationhub.hub.platform.web.Json;
import io.automationhub.hub.platform.web.contract.RequestBody;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Function;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.model.Parameter;
import org.glassfish.jersey.server.spi.internal.ValueParamProvider;
import org.jspecify.annotations.Nullable;

/** Makes the body parameter of a resource method out of the tree that was validated, so that it is parsed once. */
final class BodyParameter implements ValueParamProvider {

    private final ObjectMapper mapper;

    BodyParameter(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public @Nullable Function<ContainerRequest, ? extends @Nullable Object> getValueProvider(Parameter parameter) {
        Class<?> type = parameter.getRawType();
        if (parameter.getSource() != Parameter.Source.ENTITY || type == InputStream.class) {
            return null;
        }
        if (type == byte[].class || type == String.class) {
            return null;
        }
        if (type == JsonNode.class) {
            return (Function<ContainerRequest, @Nullable JsonNode>) BodyParameter::tree;
        }
        ObjectReader reader = mapper.readerFor(mapper.constructType(parameter.getType()));
        return (Function<ContainerRequest, @Nullable Object>) request -> read(reader, request);
    }

    private static @Nullable JsonNode tree(ContainerRequest request) {
        RequestBody body = Exchange.of(request).body();
        return body == null ? null : body.json();
    }

    private static @Nullable Object read(ObjectReader reader, ContainerRequest request) {
        JsonNode tree = tree(request);
        if (tree == null) {
            return null;
        }
        try {
            return reader.readValue(tree);
        } catch (JsonMappingException e) {
            // The schema let through what the record does not take: still the caller's value, and never the message.
            throw ProblemException.invalid(Json.pointer(e), "does not have an acceptable value");
        } catch (JsonProcessingException e) {
            throw new ProblemException(ProblemType.MALFORMED, "The body is not valid JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public PriorityType getPriority() {
        return Priority.HIGH;
    }
}
