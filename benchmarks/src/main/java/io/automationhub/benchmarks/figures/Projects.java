package io.automationhub.benchmarks.figures;

import io.automationhub.benchmarks.parts.Hub;

/** The list that is asked for: fifty projects and some more. */
final class Projects {

    static final String PATH = "/api/v1/projects?limit=50";
    private static final int MADE = 55;

    private Projects() {}

    /** Makes those that are not there. */
    static void ensure(Hub hub) {
        for (int i = hub.api().get("/projects?limit=200").path("items").size(); i < MADE; i++) {
            hub.api().post("/projects", """
                    {"slug": "listed-%d", "name": "Listed %d",
                     "source": {"type": "git", "url": "https://git.example/listed/%d.git", "ref": "main"},
                     "runtime": {"port": 8080, "healthCheck": {"type": "http", "path": "/health"}}}
                    """.formatted(i, i, i));
        }
    }
}
