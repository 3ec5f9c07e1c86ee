package io.automationhub.hub.platform.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.automationhub.hub.testing.ApiResponse;
import io.automationhub.hub.testing.ApiServer;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTest {

    @RegisterExtension
    static final ApiServer API = ApiServer.serving(Things.contract(), () -> List.of(new ThingResource()));

    @Test
    void answersAPageOfTheAskedSize() {
        ApiResponse answer = API.get("/api/v1/things?limit=3").send();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("items")).hasSize(3);
        assertThat(answer.json().path("nextCursor").asText()).isEqualTo("next");
        assertThat(answer.json().at("/items/0").has("parts")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0,/query/limit,must be 1 or more",
        "limit=201,/query/limit,must be 200 or less",
        "limit=many,/query/limit,must be integer",
        "limit=1&limit=2,/query/limit,must be given once",
        "color=blue,/query/color,'must be one of red, green'",
        "colour=red,/query/colour,is not a known parameter; did you mean 'color'?",
        "tag=a&tag=b&tag=c,/query/tag,must have 2 items at most",
        "tag=toolong,/query/tag/0,must have 5 characters at most"
    })
    void pointsAtWrongParameters(String query, String pointer, String detail) {
        ApiResponse answer = API.get("/api/v1/things?" + query).send();
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
        assertThat(answer.json().at("/errors/0/detail").asText()).isEqualTo(detail);
    }

    @Test
    void aPathThatCanNameNothingIsNotFound() {
        assertThat(API.get("/api/v1/things/NOT_A_NAME").send().status()).isEqualTo(404);
        assertThat(API.get("/api/v1/things/fine").send().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":7}|422|/name|must be string",
                "{}|422|/name|is required",
                "{\"name\":\"a\",\"sise\":1}|422|/sise|is not a known field; did you mean 'size'?",
                "{\"name\":\"a\",\"zzzzzz\":1}|422|/zzzzzz|is not a known field",
                "{\"name\":\"a\",\"size\":-1}|422|/size|must be 0 or more",
                "{\"name\":\"a\",\"size\":1.5}|422|/size|must be integer",
                "{\"name\":\"a\",\"color\":\"blue\"}|422|/color|must be one of red, green",
                "{\"name\":\"a\",\"parts\":[{\"name\":\"\"}]}|422|/parts/0/name|must have 1 characters or more",
                "{\"name\":\"a\",\"a/b~c\":1}|422|/a~1b~0c|is not a known field",
                "[]|422|''|must be object",
                "null|422|''|must be object"
            })
    void pointsAtWrongFields(String body, int status, String pointer, String detail) {
        ApiResponse answer = API.post("/api/v1/things", body).send();
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
        assertThat(answer.json().at("/errors/0/detail").asText()).isEqualTo(detail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":|The body is not valid JSON",
                "{\"name\":\"a\",\"name\":\"b\"}|The body names a field twice",
                "{\"name\":\"a\"} x|The body is not valid JSON",
                "{\"name\":NaN}|The body is not valid JSON"
            })
    void refusesUnreadableJson(String body, String detail) {
        ApiResponse answer = API.post("/api/v1/things", body).send();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("detail").asText()).startsWith(detail);
    }

    @Test
    void boundsDepthAndLength() {
        String deep = "{\"name\":\"a\",\"parts\":" + "[".repeat(1000) + "]".repeat(1000) + "}";
        assertThat(API.post("/api/v1/things", deep).send().code()).isEqualTo("malformed");
        String number = "{\"name\":\"a\",\"size\":" + "9".repeat(1000) + "}";
        assertThat(API.post("/api/v1/things", number).send().code()).isEqualTo("malformed");
        String large = "{\"name\":\"" + "a".repeat(5000) + "\"}";
        assertThat(API.post("/api/v1/things", large).send().status()).isEqualTo(413);
        ApiResponse chunked = API.post("/api/v1/things", "{}")
                .body(
                        "application/json",
                        HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofString(large)))
                .send();
        assertThat(chunked.status()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data; boundary=x",
                "text/plain",
                "application/x-www-form-urlencoded",
                "application/json; charset=utf-16",
                "application/xml"
            })
    void takesDeclaredMediaTypesOnly(String mediaType) {
        ApiResponse answer = API.post("/api/v1/things", "")
                .body(mediaType, HttpRequest.BodyPublishers.ofString("{\"name\":\"a\"}"))
                .send();
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.code()).isEqualTo("unsupported_media_type");
    }

    @Test
    void takesABodyOnlyWhereThereIsOne() {
        assertThat(API.post("/api/v1/things", "").send().code()).isEqualTo("malformed");
        assertThat(API.post("/api/v1/things/a/run", "{}").send().code()).isEqualTo("malformed");
        assertThat(API.request("POST", "/api/v1/things/a/run")
                        .scopes("execute")
                        .send()
                        .status())
                .isEqualTo(204);
    }

    @Test
    void leavesExpressionsInNamesAlone() {
        String name = "${7*7} #{7*7} {{7*7}} <script>alert(1)</script>";
        ApiResponse answer =
                API.post("/api/v1/things", "{\"name\":\"" + name + "\"}").send();
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().path("name").asText()).isEqualTo(name);
        // A product that no request id holds by chance.
        assertThat(API.post("/api/v1/things", "{\"name\":\"a\",\"${7919*7919}\":1}")
                        .send()
                        .text())
                .contains("${7919*7919}")
                .doesNotContain("62710561");
    }

    @ParameterizedTest
    @CsvSource({"things:read,200", "read,200", "admin,200", "write,403", "things:write,403", "secrets:read,403"})
    void holdsCallersToTheDeclaredScopes(String scopes, int status) {
        ApiResponse answer = API.request("GET", "/api/v1/things").scopes(scopes).send();
        assertThat(answer.status()).isEqualTo(status);
        if (status == 403) {
            assertThat(answer.json().path("detail").asText()).isEqualTo("This needs the scope 'things:read'");
        }
    }

    @Test
    void asksForAllScopes() {
        String body = "{\"name\":\"a\"}";
        assertThat(API.request("PUT", "/api/v1/things/a")
                        .scopes("write")
                        .json(body)
                        .send()
                        .status())
                .isEqualTo(403);
        assertThat(API.request("PUT", "/api/v1/things/a")
                        .scopes("write,read")
                        .json(body)
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void asksForCredentials() {
        ApiResponse none = API.request("GET", "/api/v1/things").send();
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(API.get("/api/v1/things").key("wrong").send().status()).isEqualTo(401);
        assertThat(API.request("GET", "/api/v1/things")
                        .header("Authorization", "Basic eDp5")
                        .send()
                        .status())
                .isEqualTo(401);
        assertThat(API.request("GET", "/api/v1/things")
                        .header("X-API-Key", "test:read")
                        .send()
                        .status())
                .isEqualTo(200);
        assertThat(API.get("/api/v1/things")
                        .header("X-API-Key", "test:admin")
                        .send()
                        .status())
                .isEqualTo(401);
    }

    @Test
    void asksForCredentialsBeforeItLooksAtTheRequest() {
        ApiResponse answer =
                API.request("POST", "/api/v1/things?no=1").json("{").send();
        assertThat(answer.status()).isEqualTo(401);
    }

    @Test
    void whatIsAnybodysNeedsNoKeyButNoWrongOneEither() {
        assertThat(API.request("GET", "/api/v1/anybodys")
                        .send()
                        .json()
                        .path("name")
                        .asText())
                .isEqualTo("anonymous");
        assertThat(API.request("GET", "/api/v1/anybodys").key("wrong").send().status())
                .isEqualTo(401);
    }

    @Test
    void announcesTheEnd() {
        ApiResponse answer = API.get("/api/v1/anybodys").send();
        assertThat(answer.header("Deprecation")).isEqualTo("@1767225600");
        assertThat(answer.header("Sunset")).isEqualTo("Fri, 1 Jan 2027 00:00:00 GMT");
        assertThat(API.get("/api/v1/things").send().header("Deprecation")).isNull();
    }

    @Test
    void knowsItsVersions() {
        assertThat(API.get("/api/v1/things").header("Hub-Version", "1").send().status())
                .isEqualTo(200);
        assertThat(API.get("/api/v1/things").header("Hub-Version", "2").send().code())
                .isEqualTo("malformed");
        ApiResponse path = API.get("/api/v7/things").send();
        assertThat(path.status()).isEqualTo(404);
        assertThat(path.json().path("detail").asText()).contains("no such version");
    }

    @Test
    void honoursIfMatch() {
        String body = "{\"name\":\"a\"}";
        for (String match : List.of("\"v1\"", "*", "\"v0\", \"v1\"")) {
            assertThat(API.request("PUT", "/api/v1/things/a")
                            .scopes("admin")
                            .json(body)
                            .header("If-Match", match)
                            .send()
                            .status())
                    .as(match)
                    .isEqualTo(200);
        }
        for (String match : List.of("\"v2\"", "W/\"v1\"", "v1")) {
            assertThat(API.request("PUT", "/api/v1/things/a")
                            .scopes("admin")
                            .json(body)
                            .header("If-Match", match)
                            .send()
                            .status())
                    .as(match)
                    .isEqualTo(412);
        }
    }

    @ParameterizedTest
    @CsvSource({"database,503,unavailable", "full,507,disk_full", "problem,422,invalid", "other,500,internal_error"})
    void makesProblemsOfExceptionsWithoutTheirMessage(String how, int status, String code) {
        ApiResponse answer = API.get("/api/v1/failing/" + how).send();
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.text()).doesNotContain("canary").doesNotContain("Exception");
        assertThat(answer.json().path("instance").asText()).isEqualTo("/api/v1/failing/" + how);
    }

    @Test
    void takesSaneRequestIdsOnly() {
        assertThat(API.get("/api/v1/things")
                        .header("X-Request-ID", "abc-1.2:3")
                        .send()
                        .header("X-Request-ID"))
                .isEqualTo("abc-1.2:3");
        for (String odd : List.of("a b", "<script>", "a".repeat(200), "${jndi:x}")) {
            assertThat(API.get("/api/v1/things")
                            .header("X-Request-ID", odd)
                            .send()
                            .header("X-Request-ID"))
                    .hasSize(32)
                    .isNotEqualTo(odd);
        }
    }

    @Test
    void setsSecurityHeaders() {
        ApiResponse answer = API.get("/api/v1/things").send();
        assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Server")).isNull();
        assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
    }

    @Test
    void answersHeadAndRefusesOverrides() {
        assertThat(API.request("HEAD", "/api/v1/things").scopes("read").send().status())
                .isEqualTo(200);
        assertThat(API.request("HEAD", "/api/v1/things").send().status()).isEqualTo(401);
        assertThat(API.get("/api/v1/things")
                        .header("X-HTTP-Method-Override", "POST")
                        .send()
                        .status())
                .isEqualTo(200);
        assertThat(API.request("PATCH", "/api/v1/things").scopes("admin").send().status())
                .isEqualTo(405);
        assertThat(API.get("/api/v1/things").header("Accept", "text/csv").send().status())
                .isEqualTo(406);
    }
}
