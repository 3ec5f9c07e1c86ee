package io.automationhub.hub.platform.web.server;

import com.fasterxml.jackson.databind.ObjectReader;
import io.automationhub.hub.platform.web.contract.BodyReader;
import io.automationhub.hub.platform.web.contract.ContractMatch;
import io.automationhub.hub.platform.web.contract.OpenApiContract;
import io.automationhub.hub.platform.web.contract.Operation;
import io.automationhub.hub.platform.web.contract.ParameterCheck;
import io.automationhub.hub.platform.web.idempotency.IdempotencyStore;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Binds a gate to every resource method; refuses to start while contract and code disagree. */
final class OperationFeature implements DynamicFeature {

    private final OpenApiContract contract;
    private final AccessControl access;
    private final Budgets budgets;
    private final IdempotencyStore idempotency;
    private final ObjectReader json;
    private final Map<Method, Operation> operations;

    OperationFeature(
            OpenApiContract contract,
            boolean whole,
            Collection<Class<?>> resources,
            AccessControl access,
            Budgets budgets,
            IdempotencyStore idempotency,
            ObjectReader json) {
        this.contract = contract;
        this.access = access;
        this.budgets = budgets;
        this.idempotency = idempotency;
        this.json = json;
        ContractMatch match = new ContractMatch(contract, resources);
        List<String> findings = new ArrayList<>(match.undeclared());
        if (whole) {
            findings.addAll(match.unserved());
        }
        if (!findings.isEmpty()) {
            throw new IllegalStateException("Contract and resources disagree:\n  " + String.join("\n  ", findings));
        }
        this.operations = match.operations();
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        Method method = resource.getResourceMethod();
        if (method.getDeclaringClass().getName().startsWith("org.glassfish.jersey.")) {
            return; // The answer to OPTIONS, which only lists the methods.
        }
        Operation operation = operations.get(method);
        if (operation == null) {
            throw new IllegalStateException(method + " has no operation");
        }
        context.register(
                new OperationGate(
                        operation,
                        access,
                        budgets,
                        new ParameterCheck(contract, operation),
                        new BodyReader(contract, operation, json)),
                Priorities.AUTHENTICATION);
        if (operation.idempotent()) {
            context.register(new IdempotencyFilter(operation, idempotency), Priorities.USER);
        }
    }
}
