package io.automationhub.benchmarks.bare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** The first fifty projects, as the hub answers them. */
@Path("/projects")
@Produces(MediaType.APPLICATION_JSON)
public final class BareResource {

    private static final String PAGE = "select * from projects where deleted_at is null order by id limit 50";

    /** One row, with its documents as trees. */
    public record Row(
            UUID id,
            String slug,
            String name,
            JsonNode source,
            JsonNode build,
            JsonNode runtime,
            Instant createdAt,
            Instant updatedAt) {}

    private final Jdbi jdbi;
    private final ObjectMapper json;

    BareResource(Jdbi jdbi, ObjectMapper json) {
        this.jdbi = jdbi;
        this.json = json;
    }

    /** A page of rows. */
    @GET
    public Map<String, List<Row>> page() {
        return Map.of(
                "items",
                jdbi.withHandle(handle ->
                        handle.createQuery(PAGE).map((row, context) -> row(row)).list()));
    }

    private Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getObject("id", UUID.class),
                row.getString("slug"),
                row.getString("name"),
                tree(row.getString("source")),
                tree(row.getString("build")),
                tree(row.getString("runtime")),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    private JsonNode tree(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
