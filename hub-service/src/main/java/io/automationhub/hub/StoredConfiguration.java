package io.automationhub.hub;

import io.automationhub.hub.features.deployments.SnapshotMaker;
import io.automationhub.hub.features.secrets.SecretService;
import io.automationhub.hub.features.secrets.VariableService;
import io.automationhub.workflows.agent.WorkScope;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Gives releases the variables and secret versions of the moment they are made. */
final class StoredConfiguration implements SnapshotMaker.Configuration {

    private final VariableService variables;
    private final SecretService secrets;

    StoredConfiguration(VariableService variables, SecretService secrets) {
        this.variables = variables;
        this.secrets = secrets;
    }

    @Override
    public Map<String, String> variables(Handle handle, WorkScope scope) {
        return variables.visible(handle, scope);
    }

    @Override
    public Map<String, Integer> secrets(Handle handle, WorkScope scope) {
        return secrets.newestVersions(handle, scope);
    }
}
