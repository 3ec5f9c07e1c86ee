package io.automationhub.hub.platform.web.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.hub.platform.web.contract.OpenApiBundler;
import io.automationhub.hub.platform.web.contract.OpenApiContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The hub's contract with operations for tests added. */
final class Things {

    private Things() {}

    static OpenApiContract contract() {
        try {
            return new OpenApiContract(new ObjectMapper()
                    .writeValueAsBytes(
                            OpenApiBundler.bundle(Path.of("src/main/openapi"), Path.of("src/test/openapi"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
