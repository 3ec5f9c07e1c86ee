package io.automationhub.agents.git;

import io.automationhub.activities.git.GitClient;
import io.automationhub.activities.git.GitCredential;
import io.automationhub.activities.git.GitUrl;
import io.automationhub.activities.git.GitWatch;
import io.automationhub.activities.git.ResolvedRef;
import io.automationhub.agents.Handler;
import io.automationhub.agents.TypedAgent;
import io.automationhub.workflows.agent.CapabilityContext;
import org.jspecify.annotations.Nullable;

/** Resolves names to commits and brings a commit's files to the host. */
public final class GitAgent extends TypedAgent {

    record Resolve(
            String url, @Nullable String ref, @Nullable String credential) {}

    record Fetch(
            String url,
            String commit,
            @Nullable String ref,
            String project,
            @Nullable String credential) {}

    record Fetched(String path, String commit) {}

    /** Works with the repositories the client may reach. */
    public GitAgent(GitClient git) {
        super(
                "git",
                Handler.on(
                        "resolve", Resolve.class, ResolvedRef.class, (input, context) -> resolve(git, input, context)),
                Handler.on("fetch", Fetch.class, Fetched.class, (input, context) -> fetch(git, input, context)));
    }

    private static ResolvedRef resolve(GitClient git, Resolve input, CapabilityContext context)
            throws InterruptedException {
        GitUrl url = GitUrl.parse(input.url());
        ResolvedRef found =
                git.resolve(url, input.ref(), credential(input.credential(), url, context), new ContextWatch(context));
        context.log(found.ref() + " is commit " + found.commit());
        return found;
    }

    private static Fetched fetch(GitClient git, Fetch input, CapabilityContext context) throws InterruptedException {
        GitUrl url = GitUrl.parse(input.url());
        GitClient.Wanted wanted = new GitClient.Wanted(
                url,
                input.commit(),
                input.ref(),
                cache(input.project(), context),
                context.call().run().toString(),
                credential(input.credential(), url, context));
        String path = git.fetch(wanted, new ContextWatch(context)).toString();
        context.log("Commit " + input.commit() + " is in " + path);
        return new Fetched(path, input.commit());
    }

    /** A cache belongs to one organization: what it holds was opened by that organization's credentials. */
    private static String cache(String project, CapabilityContext context) {
        return context.call().scope().organization() + "." + project;
    }

    /** The credential, if the secret may be sent to the repository's server; a local repository needs none. */
    private static @Nullable GitCredential credential(@Nullable String name, GitUrl url, CapabilityContext context) {
        return name == null || url.scheme() == GitUrl.Scheme.LOCAL
                ? null
                : GitCredential.of(context.secrets().resolveFor(context.call().scope(), name, url.server()));
    }

    private record ContextWatch(CapabilityContext context) implements GitWatch {

        @Override
        public void line(String text) {
            context.log(text);
        }

        @Override
        public void alive() {
            context.heartbeat(null);
        }
    }
}
