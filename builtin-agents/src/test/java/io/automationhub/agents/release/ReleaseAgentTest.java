package io.automationhub.agents.release;

import io.automationhub.agents.AgentContractTest;
import io.automationhub.agents.TypedAgent;
import java.lang.reflect.Proxy;

class ReleaseAgentTest extends AgentContractTest {

    @Override
    protected TypedAgent agent() {
        return new ReleaseAgent((ReleaseLedger) Proxy.newProxyInstance(
                ReleaseAgentTest.class.getClassLoader(),
                new Class<?>[] {ReleaseLedger.class},
                (proxy, method, args) -> {
                    throw new UnsupportedOperationException(method.getName());
                }));
    }
}
