package io.automationhub.hub.features.deployments;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the bus is told of deployments, under the topics {@code deployment.<status>}. */
final class DeploymentEvents {

    private DeploymentEvents() {}

    static ObjectNode payload(ObjectMapper json, Deployment deployment, DeploymentStatus status) {
        ObjectNode payload = json.createObjectNode()
                .put("deployment", deployment.id().toString())
                .put("project", deployment.project().toString())
                .put("environment", deployment.environment().toString())
                .put("run", deployment.run().toString())
                .put("status", status.text());
        if (deployment.release() != null) {
            payload.put("release", deployment.release().toString());
        }
        return payload;
    }
}
