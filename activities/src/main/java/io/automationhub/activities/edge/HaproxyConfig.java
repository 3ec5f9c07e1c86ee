package io.automationhub.activities.edge;

import io.automationhub.workflows.pipeline.InstanceInfo;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes the proxy's files. The state is part of them, so that a proxy serves rightly from its first moment, however it
 * came to be started. Paths are relative to the proxy's folder.
 */
final class HaproxyConfig {

    static final String MAP = "hosts.map";
    /** Changes when the text below does, so that a proxy started by another version of the hub is reloaded. */
    private static final String VERSION = "1";

    private final EdgeSettings settings;

    HaproxyConfig(EdgeSettings settings) {
        this.settings = settings;
    }

    static String backend(int index) {
        return "env" + index;
    }

    static String server(int slot) {
        return "s" + slot;
    }

    /** What decides whether a running proxy can be steered to a state or must be reloaded for it. */
    String signature(EdgeState state) {
        return VERSION + " " + settings.bind() + " " + settings.user() + " " + state.backends() + "x"
                + settings.slots();
    }

    /** The host map, a line each. */
    byte[] map(EdgeState state) {
        StringBuilder out = new StringBuilder();
        state.routes()
                .forEach((domain, backend) ->
                        out.append(domain).append(' ').append(backend).append('\n'));
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Pages the proxy answers by itself. */
    Map<String, byte[]> pages() {
        return Map.of(
                "404.html",
                page("Nothing here", "No application answers at this address.").getBytes(StandardCharsets.UTF_8),
                "503.http",
                ("HTTP/1.1 503 Service Unavailable\r\ncache-control: no-store\r\nretry-after: 5\r\n"
                                + "content-type: text/html; charset=utf-8\r\nconnection: close\r\n\r\n"
                                + page("Not available", "The application is not available right now."))
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static String page(String title, String text) {
        return "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>" + title + "</title><h1>" + title
                + "</h1><p>" + text + "</p></html>\n";
    }

    /** The configuration file. */
    byte[] config(EdgeState state) {
        StringBuilder out = new StringBuilder(4096);
        out.append("""
                # Written by Automation Hub; changes are lost.
                global
                  stats socket unix@./%s mode 600 level admin expose-fd listeners
                  stats timeout 1h
                  hard-stop-after 10m
                  maxconn 10000
                  no strict-limits
                """.formatted(RuntimeSocket.NAME));
        if (settings.user() != null) {
            out.append("  user ").append(settings.user()).append('\n');
        }
        // Only requests that may be repeated are: others are sent again only where the connection was never made.
        out.append("""
                defaults
                  mode http
                  timeout connect 3s
                  timeout http-request 30s
                  timeout http-keep-alive 75s
                  timeout client 75s
                  timeout client-fin 30s
                  timeout server 10m
                  timeout queue 30s
                  timeout tunnel 4h
                  balance roundrobin
                  option redispatch 1
                  retries 3
                  retry-on conn-failure empty-response
                  errorfile 503 503.http
                  default-server weight 100 check inter 2s fastinter 500ms downinter 500ms fall 2 rise 1
                frontend edge
                  bind %1$s
                  http-request set-header X-Forwarded-For %%[src]
                  http-request set-header X-Forwarded-Proto http
                  http-request set-header X-Forwarded-Host %%[req.hdr(host)]
                  http-request set-var(txn.backend) req.hdr(host),field(1,:),lower,map_str(%2$s)
                  use_backend %%[var(txn.backend)] if { var(txn.backend) -m found }
                  default_backend unknown
                backend unknown
                  http-request return status 404 content-type "text/html; charset=utf-8" file 404.html
                """.formatted(settings.bind(), MAP));
        Map<Integer, EdgeState.Environment> byBackend = new HashMap<>();
        state.environments().values().forEach(environment -> byBackend.put(environment.backend(), environment));
        for (int i = 0; i < state.backends(); i++) {
            backend(out, i, byBackend.get(i));
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void backend(
            StringBuilder out, int index, EdgeState.@org.jspecify.annotations.Nullable Environment environment) {
        out.append("backend ").append(backend(index)).append('\n');
        out.append("  http-request disable-l7-retry unless { method GET HEAD OPTIONS }\n");
        for (int slot = 1; slot <= settings.slots(); slot++) {
            InstanceInfo instance =
                    environment == null ? null : environment.slots().get(slot);
            out.append("  server ").append(server(slot)).append(' ');
            if (environment == null || instance == null) {
                out.append("127.0.0.1:1 disabled\n");
            } else {
                out.append(Address.checked(instance)).append(environment.isLive(instance) ? "\n" : " weight 0\n");
            }
        }
    }
}
