package io.automationhub.hub.testing;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** A real Redis on a free port of the loopback, which a test can stop and start again, or freeze. */
public final class TestRedis implements AutoCloseable {

    private final int port;
    private Process process;

    /** Starts it. */
    public TestRedis() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
        this.process = launch();
    }

    /** Where it is. */
    public URI uri() {
        return URI.create("redis://127.0.0.1:" + port);
    }

    /** Starts it again, on the same port and empty. */
    public void start() throws IOException {
        process = launch();
    }

    private Process launch() throws IOException {
        Process started = new ProcessBuilder(List.of(
                        "redis-server",
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--appendonly",
                        "no"))
                .directory(new File(System.getProperty("java.io.tmpdir")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(this::answers);
        return started;
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Kills it: its connections end. */
    public void stop() {
        process.destroyForcibly().onExit().join();
    }

    /** Stops it from doing anything, though its connections stay: what a hanging machine looks like. */
    public void freeze() throws IOException {
        signal("-STOP");
    }

    /** Lets it go on. */
    public void thaw() throws IOException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException {
        Process kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
        if (kill.onExit().join().exitValue() != 0) {
            throw new IOException("kill " + signal + " failed");
        }
    }

    @Override
    public void close() {
        stop();
    }
}
