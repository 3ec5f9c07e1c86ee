package io.automationhub.workflows.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The pipelines the hub ships with: each a definition in the workflow language that a team can copy and extend. */
public enum PipelineTemplate {
    /** From a git commit. */
    DEPLOY("deploy"),
    /** From an image. */
    DEPLOY_IMAGE("deploy-image"),
    /** From a kept release, with the registry and the git server offline. */
    ROLLBACK("rollback");

    private static final String COMMON_STEPS = "golden-path";

    private final String resource;

    PipelineTemplate(String resource) {
        this.resource = resource;
    }

    /** The whole definition as YAML: the steps that make or load a release, then the golden path to live traffic. */
    public String yaml() {
        return read(resource) + "\n" + read(COMMON_STEPS);
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
