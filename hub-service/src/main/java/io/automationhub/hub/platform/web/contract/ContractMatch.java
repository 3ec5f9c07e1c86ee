package io.automationhub.hub.platform.web.contract;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the operation of each resource method, and what lacks its counterpart. */
public final class ContractMatch {

    private static final Pattern EXPRESSION =
            Pattern.compile("\\{\\s*(\\w[\\w.-]*)\\s*(?::[^{}]*(?:\\{[^{}]*}[^{}]*)*)?}");

    private final Map<Method, Operation> operations = new LinkedHashMap<>();
    private final List<String> findings = new ArrayList<>();
    private final List<String> unserved = new ArrayList<>();

    /** Matches all public methods of resource classes that carry an HTTP method. */
    public ContractMatch(OpenApiContract contract, Collection<Class<?>> resources) {
        Set<Operation> unmatched = new LinkedHashSet<>(contract.operations());
        for (Class<?> resource : resources) {
            for (Method method : resource.getMethods()) {
                if (method.isBridge()) {
                    continue;
                }
                String verb = verb(method);
                if (verb != null) {
                    String template = template(resource, method);
                    Operation operation = contract.find(verb, template).orElse(null);
                    if (operation == null) {
                        findings.add(place(method) + ": " + verb + " " + template + " is not in the contract");
                    } else if (!unmatched.remove(operation)) {
                        findings.add(place(method) + ": " + operation.id() + " has another method already");
                    } else {
                        operations.put(method, operation);
                    }
                } else if (method.isAnnotationPresent(Path.class)) {
                    findings.add(place(method) + ": sub-resources are matched by no operation");
                }
            }
        }
        unmatched.forEach(operation -> unserved.add(
                operation.id() + ": " + operation.method() + " " + operation.path() + " has no resource method"));
    }

    /** Methods the contract does not declare, in words. */
    public List<String> undeclared() {
        return List.copyOf(findings);
    }

    /** Operations no method serves, in words. */
    public List<String> unserved() {
        return List.copyOf(unserved);
    }

    /** Each method with its operation. */
    public Map<Method, Operation> operations() {
        return Map.copyOf(operations);
    }

    private static String place(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }

    private static @Nullable String verb(Method method) {
        for (Annotation annotation : method.getAnnotations()) {
            HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (verb != null) {
                return verb.value();
            }
        }
        return null;
    }

    /** The full path of a method, without the regular expressions of its parameters. */
    private static String template(Class<?> resource, Method method) {
        StringBuilder path = new StringBuilder();
        append(path, resource.getAnnotation(Path.class));
        append(path, method.getAnnotation(Path.class));
        return EXPRESSION.matcher(path.isEmpty() ? "/" : path).replaceAll("{$1}");
    }

    private static void append(StringBuilder path, @Nullable Path part) {
        if (part != null) {
            String text = part.value().replaceAll("^/+|/+$", "");
            if (!text.isEmpty()) {
                path.append('/').append(text);
            }
        }
    }
}
