package io.automationhub.hub.platform.embedded;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.net.URI;

/** Ends the containers of an engine that is itself about to end; with live-restore they would go on without it. */
final class DockerContainers {

    private static final int PATIENCE_SECONDS = 10;

    private DockerContainers() {}

    static void stopAll(URI engine) throws IOException {
        DockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(engine.toString())
                .build();
        try (ZerodepDockerHttpClient transport = new ZerodepDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .build();
                DockerClient docker = DockerClientImpl.getInstance(config, transport)) {
            for (Container container : docker.listContainersCmd().exec()) {
                stop(docker, container.getId());
            }
        }
    }

    private static void stop(DockerClient docker, String id) {
        try {
            docker.stopContainerCmd(id).withTimeout(PATIENCE_SECONDS).exec();
        } catch (NotModifiedException alreadyEnded) {
            return;
        }
    }
}
