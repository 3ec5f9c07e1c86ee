package io.automationhub.workflows.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The pipelines the hub ships with: each a definition in the workflow language that a team can copy and extend. */
public enum PipelineTemplate {
    /** From a git commit. */
    DEPLOY("deploy", true),
    /** From an image. */
    DEPLOY_IMAGE("deploy-image", true),
    /** From a kept release, with the registry and the git server offline. */
    ROLLBACK("rollback", true),
    /** Out of service. */
    STOP("stop", false);

    private static final String COMMON_STEPS = "golden-path";

    private final String resource;
    private final boolean serves;

    PipelineTemplate(String resource, boolean serves) {
        this.resource = resource;
        this.serves = serves;
    }

    /**
     * The whole definition as YAML; one that ends in serving has the steps that make or load a release, then the golden
     * path to live traffic.
     */
    public String yaml() {
        return serves ? read(resource) + "\n" + read(COMMON_STEPS) : read(resource);
    }

    private static String read(String name) {
        try (InputStream in = PipelineTemplate.class.getResourceAsStream("/pipelines/" + name + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("The program lacks its pipeline " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
