package io.automationhub.activities.http;

import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** Plain connections to addresses that users name, through the same policy as HTTP. */
public final class OutgoingTcp {

    private final AddressPolicy policy;

    public OutgoingTcp(AddressPolicy policy) {
        this.policy = policy;
    }

    /**
     * Connects and closes again.
     *
     * @throws ProblemException {@code invalid} when the host is closed, {@code timeout}, {@code upstream} when nothing
     *     listens
     */
    public void check(String host, int port, Duration timeout) {
        InetAddress address = policy.permitted(host, port).getFirst();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), (int) timeout.toMillis());
        } catch (SocketTimeoutException e) {
            throw new ProblemException(ProblemType.TIMEOUT, "The service did not answer in time", e);
        } catch (IOException e) {
            throw new ProblemException(ProblemType.UPSTREAM_FAILED, "Nothing listens at the address", e);
        }
    }
}
