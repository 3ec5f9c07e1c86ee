package io.automationhub.hub.features.identity;

import io.automationhub.hub.platform.security.AddressRange;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.security.Scopes;
import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Nobody hands on what they do not have: scopes, projects, addresses, time. */
final class GrantRules {

    private final Caller caller;
    private final @Nullable ApiKeyRow own;

    /** Rules for a caller; {@code own} is the key the caller uses, null for one that uses none. */
    GrantRules(Caller caller, @Nullable ApiKeyRow own) {
        this.caller = caller;
        this.own = own;
    }

    /** The request with what it leaves open filled in from the maker's own limits. */
    CreateApiKey bounded(CreateApiKey request, Instant now) {
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < request.scopes().size(); i++) {
            if (!Scopes.exists(request.scopes().get(i))) {
                errors.add(new FieldError("/scopes/" + i, "is not a scope"));
            }
        }
        List<String> addresses = request.addresses() == null ? List.of() : request.addresses();
        for (int i = 0; i < addresses.size(); i++) {
            if (!isRange(addresses.get(i))) {
                errors.add(new FieldError("/addresses/" + i, "is not an address or a range such as 10.0.0.0/8"));
            }
        }
        if (request.expiresAt() != null && !request.expiresAt().isAfter(now)) {
            errors.add(new FieldError("/expiresAt", "is not in the future"));
        }
        if (!errors.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID, "The key cannot be made as asked for", errors);
        }
        List<UUID> projects = request.projects() == null ? List.of() : request.projects();
        CreateApiKey bounded = new CreateApiKey(
                request.name(),
                request.scopes().stream().distinct().sorted().toList(),
                projects.isEmpty() ? List.copyOf(caller.projects()) : projects,
                addresses.isEmpty() && own != null ? own.addresses() : addresses,
                request.expiresAt() == null && own != null ? own.expiresAt() : request.expiresAt());
        requireHeld(bounded.scopes(), bounded.projects());
        requireWithinOwn(bounded);
        return bounded;
    }

    /** Throws {@code forbidden} unless the caller holds every scope and reaches every project. */
    void requireHeld(List<String> scopes, @Nullable List<UUID> projects) {
        for (String scope : scopes) {
            if (!caller.holds(scope)) {
                throw forbidden("You do not hold the scope '" + scope + "' yourself");
            }
        }
        List<UUID> reached = projects == null ? List.of() : projects;
        if (!caller.projects().isEmpty()
                && (reached.isEmpty() || !caller.projects().containsAll(reached))) {
            throw forbidden("You do not reach these projects yourself");
        }
    }

    private void requireWithinOwn(CreateApiKey request) {
        if (own == null) {
            return;
        }
        Instant end = own.expiresAt();
        if (end != null && (request.expiresAt() == null || request.expiresAt().isAfter(end))) {
            throw forbidden("Your own key expires earlier");
        }
        List<AddressRange> allowed =
                own.addresses().stream().map(AddressRange::parse).toList();
        List<String> asked = request.addresses() == null ? List.of() : request.addresses();
        for (String range : asked) {
            AddressRange wanted = AddressRange.parse(range);
            if (!allowed.isEmpty() && allowed.stream().noneMatch(one -> one.contains(wanted))) {
                throw forbidden("Your own key is not good from all of " + range);
            }
        }
    }

    private static boolean isRange(String text) {
        try {
            AddressRange.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static ProblemException forbidden(String detail) {
        return new ProblemException(ProblemType.FORBIDDEN, detail);
    }
}
