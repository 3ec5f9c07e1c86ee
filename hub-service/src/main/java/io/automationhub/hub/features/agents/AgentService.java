package io.automationhub.hub.features.agents;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.Page;
import io.automationhub.workflows.agent.AgentManifest;
import io.automationhub.workflows.definition.Capabilities;
import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds agents and has their capabilities run. */
public final class AgentService {

    /** A capability that takes one of these acts on what a deployment owns, and is checked as part of one. */
    private static final String ENVIRONMENT = "environment";

    private final AgentCatalog catalog;
    private final Invocations invocations;

    public AgentService(AgentCatalog catalog, Invocations invocations) {
        this.catalog = catalog;
        this.invocations = invocations;
    }

    /**
     * What to list.
     *
     * @param domain only of this domain
     * @param capability only with a capability of this name or alias
     * @param q only with all of these words in names, descriptions or capabilities
     * @param after slug after which the page begins
     */
    public record Query(
            @Nullable String domain,
            @Nullable String capability,
            @Nullable String q,
            @Nullable String after,
            int limit) {}

    /** Agents by slug. */
    public Page<AgentSummary> list(Query query) {
        List<AgentManifest> found = catalog.manifests().stream()
                .filter(agent -> query.domain() == null || agent.domain().equals(query.domain()))
                .filter(agent -> query.capability() == null || has(agent, query.capability()))
                .filter(agent -> query.q() == null || mentions(agent, query.q()))
                .filter(agent -> query.after() == null || agent.slug().compareTo(query.after()) > 0)
                .limit(query.limit() + 1L)
                .toList();
        List<AgentManifest> page = found.subList(0, Math.min(found.size(), query.limit()));
        return new Page<>(
                page.stream().map(AgentMapper::summary).toList(),
                found.size() > page.size() ? page.getLast().slug() : null);
    }

    /**
     * One agent with all it says of itself.
     *
     * @throws ProblemException {@code not_found}
     */
    public AgentView get(String slug) {
        return catalog.agent(slug)
                .map(agent -> AgentMapper.view(agent.manifest()))
                .orElseThrow(() -> ProblemException.notFound("agent", slug));
    }

    /**
     * Checks an input and has the capability run.
     *
     * @throws ProblemException {@code not_found}; {@code invalid} with pointers into the body; {@code conflict} for a
     *     capability that only a deployment may use
     */
    public Invocation invoke(Caller caller, String agent, String capability, JsonNode input, Duration wait) {
        Capabilities.Resolved resolved = catalog.find(agent + "/" + capability)
                .filter(found -> found.agent().equals(agent))
                .orElseThrow(() -> ProblemException.notFound("capability", agent + "/" + capability));
        if (resolved.manifest().input().path("properties").has(ENVIRONMENT)) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "The capability acts on an environment and runs as part of a deployment only");
        }
        List<FieldError> wrong = catalog.input(resolved).errors(input).stream()
                .map(error -> new FieldError("/input" + error.pointer(), error.detail()))
                .toList();
        if (!wrong.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID, "The input does not fit the capability's schema", wrong);
        }
        return invocations.start(caller, resolved, input, wait);
    }

    private static boolean has(AgentManifest agent, String name) {
        return agent.capabilities().stream()
                .anyMatch(capability -> capability.name().equals(name)
                        || capability.aliases().contains(name)
                        || (agent.slug() + "/" + capability.name()).equals(name));
    }

    private static boolean mentions(AgentManifest agent, String q) {
        String text = Stream.concat(
                        Stream.of(agent.slug(), agent.name(), agent.domain(), agent.description()),
                        agent.capabilities().stream()
                                .flatMap(capability -> Stream.concat(
                                        Stream.of(capability.name(), capability.description()),
                                        capability.aliases().stream())))
                .reduce("", (all, part) -> all + " " + part)
                .toLowerCase(Locale.ROOT);
        return Stream.of(q.toLowerCase(Locale.ROOT).strip().split("\\s+", -1)).allMatch(text::contains);
    }
}
