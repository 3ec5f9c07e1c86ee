package io.automationhub.agents.apigateway;

import io.automationhub.workflows.agent.WorkScope;
import java.time.Duration;

/** The registered APIs of an organization, and how much they are used. */
public interface ApiDirectory {

    /**
     * Finds an API.
     *
     * @param name slug or id
     * @throws io.automationhub.workflows.problem.ProblemException {@code not_found}
     */
    RegisteredApi find(WorkScope scope, String name);

    /** Counts a request within the API's quota; zero when it may go, otherwise after how long there is room again. */
    Duration admit(WorkScope scope, RegisteredApi api);

    /** Counts a request that did not end as expected. */
    void failed(WorkScope scope, RegisteredApi api);
}
