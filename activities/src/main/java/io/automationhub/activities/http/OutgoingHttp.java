package io.automationhub.activities.http;

import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** Sends requests to addresses that users name; see the package for what it guards against. */
public final class OutgoingHttp implements AutoCloseable {

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<String> HEADERS_FOR_ANYONE = Set.of("accept", "content-type", "user-agent");
    private static final Timeout CONNECT = Timeout.ofSeconds(5);
    private static final int MAX_CONNECTIONS = 100;
    /** The client's own limits are none. */
    private static final Http1Config HEADER_LIMITS = Http1Config.custom()
            .setMaxLineLength(32 * 1024)
            .setMaxHeaderCount(200)
            .build();

    private final AddressPolicy policy;
    private final CloseableHttpClient client;

    /** Trusts the certificate authorities of the Java run-time. */
    public OutgoingHttp(AddressPolicy policy) {
        this(policy, SSLContexts.createDefault());
    }

    /** Trusts what the TLS context trusts. */
    public OutgoingHttp(AddressPolicy policy, SSLContext tls) {
        this.policy = policy;
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new NoLookup())
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .http1Config(HEADER_LIMITS)
                                .build())
                        .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls))
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT)
                                .setSocketTimeout(Timeout.ofSeconds(30))
                                .build())
                        .setMaxConnTotal(MAX_CONNECTIONS)
                        .setMaxConnPerRoute(MAX_CONNECTIONS)
                        .build())
                .setUserAgent("automation-hub")
                .disableAuthCaching()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableRedirectHandling()
                .build();
    }

    /**
     * Sends a request and reads its answer, whatever the status.
     *
     * @throws ProblemException {@code invalid} for a URI or host that is not open, {@code timeout}, {@code too_large}
     *     for the answer, {@code upstream} when the other side cannot be reached or breaks off
     */
    public HttpAnswer send(HttpCall call) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        HttpAnswer answer = download(call, body);
        return new HttpAnswer(answer.uri(), answer.status(), answer.headers(), body.toString(StandardCharsets.UTF_8));
    }

    /** The same with the body of the last answer written to a stream; errors of that are passed on unchecked. */
    public HttpAnswer download(HttpCall call, OutputStream target) {
        return download(call, target, () -> {});
    }

    /**
     * The same for requests that must not be repeated carelessly.
     *
     * @param sent called as soon as a service may have got the request, before any problem is thrown; a problem without
     *     that means that nothing was sent to anybody
     */
    public HttpAnswer download(HttpCall call, OutputStream target, Runnable sent) {
        long deadline = System.nanoTime() + call.timeout().toNanos();
        HttpCall current = call;
        for (int redirects = 0; ; redirects++) {
            HttpAnswer answer = exchange(current, deadline, target, sent);
            @Nullable URI next = redirect(answer);
            if (next == null || call.maxRedirects() == 0) {
                return answer;
            }
            if (redirects == call.maxRedirects()) {
                throw new ProblemException(
                        ProblemType.UPSTREAM_FAILED, "The service redirected more than " + redirects + " times");
            }
            current = follow(current, next, answer.status());
        }
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpAnswer exchange(HttpCall call, long deadline, OutputStream body, Runnable sent) {
        URI uri = checked(call.uri());
        int port = uri.getPort() > 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
        List<InetAddress> addresses = policy.permitted(uri.getHost(), port);
        @Nullable IOException last = null;
        for (InetAddress address : addresses) {
            HttpHost target = new HttpHost(uri.getScheme(), address, uri.getHost(), port);
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw failed(uri, deadline, last);
            }
            try {
                return exchange(call, uri, target, left, body, sent);
            } catch (org.apache.hc.client5.http.HttpHostConnectException
                    | org.apache.hc.client5.http.ConnectTimeoutException e) {
                last = e;
            } catch (SSLHandshakeException | SSLPeerUnverifiedException e) {
                throw failed(uri, deadline, e);
            } catch (IOException e) {
                sent.run();
                throw failed(uri, deadline, e);
            }
        }
        throw failed(uri, deadline, last);
    }

    private HttpAnswer exchange(HttpCall call, URI uri, HttpHost target, long left, OutputStream sink, Runnable sent)
            throws IOException {
        HttpUriRequestBase request = new HttpUriRequestBase(call.method(), uri);
        call.headers().forEach(request::setHeader);
        @Nullable String body = call.body();
        if (body != null) {
            String type = call.headers().getOrDefault("Content-Type", "application/octet-stream");
            request.setEntity(new ByteArrayEntity(body.getBytes(StandardCharsets.UTF_8), ContentType.parse(type)));
        }
        request.setConfig(RequestConfig.custom()
                .setResponseTimeout(Timeout.ofNanoseconds(left))
                .setConnectionRequestTimeout(Timeout.ofNanoseconds(left))
                .build());
        // A time limit on each read does not stop an answer that trickles in.
        Thread limit = Thread.startVirtualThread(() -> cancelAfter(request, Duration.ofNanos(left)));
        try (ClassicHttpResponse response = client.executeOpen(target, request, null)) {
            sent.run();
            try {
                return read(call, uri, response, sink);
            } catch (ProblemException e) {
                // Closing an answer reads it to its end, which an endless one does not have; canceled, it is cut off.
                request.cancel();
                throw e;
            }
        } finally {
            limit.interrupt();
        }
    }

    private static HttpAnswer read(HttpCall call, URI uri, ClassicHttpResponse response, OutputStream sink)
            throws IOException {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (Header header : response.getHeaders()) {
            headers.computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(String.valueOf(header.getValue()));
        }
        @Nullable HttpEntity entity = response.getEntity();
        if (entity != null && !REDIRECTS.contains(response.getCode())) {
            copy(entity.getContent(), sink, call.maxResponse());
        }
        return new HttpAnswer(uri, response.getCode(), headers, "");
    }

    private static void copy(InputStream in, OutputStream sink, long limit) throws IOException {
        byte[] buffer = new byte[8192];
        long total = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            total += n;
            if (total > limit) {
                throw new ProblemException(ProblemType.TOO_LARGE, "The service answered more than " + limit + " bytes");
            }
            try {
                sink.write(buffer, 0, n);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void cancelAfter(HttpUriRequestBase request, Duration left) {
        try {
            Thread.sleep(left);
            request.cancel();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static URI checked(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new ProblemException(ProblemType.INVALID, "Only http and https URLs are requested");
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getPort() == 0 || uri.getPort() > 65_535) {
            throw new ProblemException(ProblemType.INVALID, "The URL must hold a host, and neither user nor password");
        }
        try {
            return new URI(scheme + uri.toString().substring(scheme.length()));
        } catch (URISyntaxException e) {
            throw new ProblemException(ProblemType.INVALID, "The URL cannot be read", e);
        }
    }

    private static @Nullable URI redirect(HttpAnswer answer) {
        List<String> location = answer.headers().getOrDefault("location", List.of());
        if (!REDIRECTS.contains(answer.status()) || location.isEmpty()) {
            return null;
        }
        try {
            return answer.uri().resolve(new URI(location.getFirst()));
        } catch (URISyntaxException e) {
            throw new ProblemException(
                    ProblemType.UPSTREAM_FAILED, "The service redirected to something that is no URL", e);
        }
    }

    private static HttpCall follow(HttpCall call, URI next, int status) {
        URI from = checked(call.uri());
        URI to = checked(next);
        if (from.getScheme().equals("https") && to.getScheme().equals("http")) {
            throw new ProblemException(ProblemType.UPSTREAM_FAILED, "The service redirected to an unencrypted URL");
        }
        Map<String, String> headers = new LinkedHashMap<>(call.headers());
        if (!from.getScheme().equals(to.getScheme())
                || !from.getHost().equalsIgnoreCase(to.getHost())
                || from.getPort() != to.getPort()) {
            headers.keySet().removeIf(name -> !HEADERS_FOR_ANYONE.contains(name.toLowerCase(Locale.ROOT)));
        }
        boolean repeat =
                status >= 307 || call.method().equals("GET") || call.method().equals("HEAD");
        return repeat ? call.at(to, call.method(), headers, call.body()) : call.at(to, "GET", headers, null);
    }

    private static ProblemException failed(URI uri, long deadline, @Nullable IOException cause) {
        boolean late = cause instanceof java.net.SocketTimeoutException || System.nanoTime() - deadline >= 0;
        return new ProblemException(
                late ? ProblemType.TIMEOUT : ProblemType.UPSTREAM_FAILED,
                "The service at '" + uri.getHost() + "' " + (late ? "did not answer in time" : "cannot be reached"),
                cause);
    }

    /** Every target comes with its address; a look-up by the client itself would go past the check. */
    private static final class NoLookup implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            throw new UnknownHostException(host);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
