package io.automationhub.activities.git;

import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** Large files beside a local repository, where git-lfs keeps them. */
record LfsFolder(Path repository, GitCache cache) implements LfsSource {

    @Override
    public void fetch(List<LfsPointer> wanted) {
        for (LfsPointer pointer : wanted) {
            String digest = pointer.digest();
            Path below = Path.of("lfs", "objects", digest.substring(0, 2), digest.substring(2, 4), digest);
            try (LfsObject object = new LfsObject(cache, pointer, GitWatch.NONE)) {
                Files.copy(inside(repository.resolve(".git").resolve(below), repository.resolve(below)), object);
                object.keep();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Path inside(Path work, Path bare) throws IOException {
        for (Path file : List.of(work, bare)) {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && file.toRealPath().startsWith(repository.toRealPath())) {
                return file;
            }
        }
        throw new ProblemException(
                ProblemType.SOURCE_NOT_FOUND, "The repository does not hold its large file " + work.getFileName());
    }
}
