package io.automationhub.hub.platform.web.docs;

import io.automationhub.hub.platform.web.contract.OpenApiContract;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Serves the contract and the pages that show it. Assets come out of the class path when first asked for. */
@Path("/")
public final class DocsResource {

    /** Scripts and styles from here only; images also inline, which is where the page's library keeps its icons. */
    private static final String PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'";

    private static final String JAVASCRIPT = "text/javascript";
    private static final String CSS = "text/css";
    private static final String HTML = "text/html;charset=utf-8";
    private static final String LIBRARY = "/META-INF/resources/webjars/swagger-ui/5.34.1/";

    private record Source(String resource, String type) {}

    private static final Map<String, Source> SOURCES = Map.of(
            "index.html", new Source("/docs/index.html", HTML),
            "docs.js", new Source("/docs/docs.js", JAVASCRIPT),
            "docs.css", new Source("/docs/docs.css", CSS),
            "swagger-ui.css", new Source(LIBRARY + "swagger-ui.css", CSS),
            "swagger-ui-bundle.js", new Source(LIBRARY + "swagger-ui-bundle.js", JAVASCRIPT),
            "favicon.png", new Source(LIBRARY + "favicon-32x32.png", "image/png"));

    private final Asset contract;
    private final Map<String, Asset> assets = new ConcurrentHashMap<>();

    public DocsResource(OpenApiContract contract) {
        this.contract = new Asset(contract.bytes(), MediaType.APPLICATION_JSON);
    }

    /** The contract itself. */
    @GET
    @Path("/openapi.json")
    @Produces(MediaType.APPLICATION_JSON)
    public Response contract(@HeaderParam("If-None-Match") @Nullable String known) {
        return contract.answer(known).build();
    }

    /** The page that shows it. */
    @GET
    @Path("/docs")
    @Produces(MediaType.TEXT_HTML)
    public Response page(@HeaderParam("If-None-Match") @Nullable String known) {
        return asset("index.html")
                .answer(known)
                .header("Content-Security-Policy", PAGE_POLICY)
                .build();
    }

    /** What the problems mean; where their {@code type} leads. */
    @GET
    @Path("/docs/problems")
    @Produces(MediaType.TEXT_HTML)
    public Response problems(@HeaderParam("If-None-Match") @Nullable String known) {
        return assets.computeIfAbsent("problems", made -> problemPage())
                .answer(known)
                .header("Content-Security-Policy", PAGE_POLICY)
                .build();
    }

    /** What the page is made of. */
    @GET
    @Path("/docs/assets/{asset}")
    @Produces({JAVASCRIPT, CSS, "image/png"})
    public Response asset(@PathParam("asset") String name, @HeaderParam("If-None-Match") @Nullable String known) {
        if (!SOURCES.containsKey(name) || name.endsWith(".html")) {
            throw ProblemException.notFound("asset", name);
        }
        return asset(name).answer(known).build();
    }

    private Asset asset(String name) {
        return assets.computeIfAbsent(name, made -> {
            Source source = SOURCES.get(made);
            if (source == null) {
                throw new IllegalStateException(made);
            }
            return Asset.ofResource(source.resource(), source.type());
        });
    }

    private static Asset problemPage() {
        StringBuilder page = new StringBuilder("""
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <title>Problems · Automation Hub</title>
                <link rel="stylesheet" href="/docs/assets/docs.css">
                </head>
                <body>
                <main>
                <h1>Problems</h1>
                <p>The <code>code</code> of every problem the API answers with.</p>
                """);
        for (ProblemType type : ProblemType.values()) {
            page.append("<section id=\"").append(type.slug()).append("\"><h2><code>");
            page.append(type.slug()).append("</code> ").append(type.status()).append("</h2><p>");
            page.append(type.title()).append(".</p></section>\n");
        }
        page.append("</main>\n</body>\n</html>\n");
        return new Asset(page.toString().getBytes(StandardCharsets.UTF_8), HTML);
    }
}
