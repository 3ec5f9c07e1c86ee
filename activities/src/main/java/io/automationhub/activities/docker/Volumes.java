package io.automationhub.activities.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.util.Map;

/** Named volumes of environments. The hub never removes one by itself: they hold people's data. */
public final class Volumes {

    private final DockerClient client;

    Volumes(DockerClient client) {
        this.client = client;
    }

    /**
     * Makes a volume unless it is there.
     *
     * @param labels whose it is; an existing volume must carry all of them, else {@code conflict}
     */
    public void ensure(String name, Map<String, String> labels) {
        InspectVolumeResponse found;
        try {
            found = client.inspectVolumeCmd(Names.container(name)).exec();
        } catch (NotFoundException e) {
            EngineErrors.mapped(() -> client.createVolumeCmd()
                    .withName(name)
                    .withDriver("local")
                    .withLabels(labels)
                    .exec());
            found = EngineErrors.mapped(() -> client.inspectVolumeCmd(name).exec());
        } catch (RuntimeException e) {
            throw EngineErrors.map(e);
        }
        Map<String, String> carried = found.getLabels() == null ? Map.of() : found.getLabels();
        if (!carried.entrySet().containsAll(labels.entrySet())) {
            throw new ProblemException(ProblemType.CONFLICT, "The volume '" + name + "' belongs to something else");
        }
    }
}
