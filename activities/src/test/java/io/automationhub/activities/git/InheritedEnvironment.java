package io.automationhub.activities.git;

import java.nio.file.Path;

/** A hub in a process of its own, so that a test can say what it inherits. */
final class InheritedEnvironment {

    private InheritedEnvironment() {}

    /** Fetches a commit: folder, repository, commit. */
    public static void main(String[] arguments) throws Exception {
        GitWorld world = new GitWorld(Path.of(arguments[0]));
        world.client().resolve(GitUrl.parse(arguments[1]), "main", null, GitWatch.NONE);
        world.fetch(world.client(), arguments[1], arguments[2], null);
    }
}
