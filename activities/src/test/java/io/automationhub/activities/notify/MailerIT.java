package io.automationhub.activities.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.automationhub.activities.http.AddressPolicy;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class MailerIT {

    private static final String HOST = "mail.example";
    private static final String PASSWORD = "s3cret-canary";

    @TempDir
    private Path temp;

    @Test
    void aRealServerReceivesWhatWasWritten() throws Exception {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        try {
            Mail mail = new Mail(
                    plain(server.getSmtp().getPort()),
                    "Löwe <hub@example.org>",
                    List.of("ada@example.org", "Bob, B. <bob@example.org>"),
                    "Größe ✓",
                    "one\n.\nthrée\n");
            String id = mailer(null).send(mail, "run/step");
            assertThat(server.waitForIncomingEmail(5_000, 2)).isTrue();
            MimeMessage[] received = server.getReceivedMessages();
            assertThat(received).hasSize(2);
            assertThat(received[0].getSubject()).isEqualTo("Größe ✓");
            assertThat(received[0].getFrom()[0].toString()).contains("hub@example.org");
            assertThat(received[0].getAllRecipients()).hasSize(2);
            assertThat(received[0].getMessageID()).isEqualTo(id);
            assertThat(String.valueOf(received[0].getContent()).replace("\r", ""))
                    .startsWith("one\n.\nthrée");
            assertThat(mailer(null).send(mail, "run/step"))
                    .as("the same for every attempt")
                    .isEqualTo(id);
            assertThat(mailer(null).send(mail, "run/other")).isNotEqualTo(id);
        } finally {
            server.stop();
        }
    }

    @Test
    void logsInOnlyBehindStartTls() throws Exception {
        SSLContext tls = TestTls.of(temp, HOST);
        try (SmtpServer server = new SmtpServer(Map.of(), tls)) {
            mailer(tls).send(mail(login(server.port())), "k");
            assertThat(server.commands()).anyMatch(line -> line.startsWith("tls AUTH PLAIN"));
            assertThat(server.commands()).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
        }
    }

    @Test
    void aServerWithoutStartTlsGetsNoMail() throws Exception {
        try (SmtpServer server = new SmtpServer(Map.of(), null)) {
            assertFails(mailer(null), login(server.port()), ProblemType.UPSTREAM_FAILED);
            assertThat(server.commands()).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
        }
    }

    @Test
    void aCertificateForAnotherNameIsRefused() throws Exception {
        SSLContext tls = TestTls.of(temp, "other.example");
        try (SmtpServer server = new SmtpServer(Map.of(), tls)) {
            assertFails(mailer(tls), login(server.port()), ProblemType.UPSTREAM_FAILED);
            assertThat(server.commands()).noneMatch(line -> line.contains("AUTH"));
        }
    }

    @Test
    void aCertificateNobodyTrustsIsRefused() throws Exception {
        try (SmtpServer server = new SmtpServer(Map.of(), TestTls.of(temp, HOST))) {
            assertFails(mailer(null), login(server.port()), ProblemType.UPSTREAM_FAILED);
        }
    }

    @Test
    void aWrongPasswordIsTheCallersAndNotRepeated() throws Exception {
        SSLContext tls = TestTls.of(temp, HOST);
        try (SmtpServer server = new SmtpServer(Map.of("AUTH", "535 not " + PASSWORD), tls)) {
            assertFails(mailer(tls), login(server.port()), ProblemType.INVALID);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "greeting,421 later,UPSTREAM_FAILED",
        "greeting,'',UPSTREAM_FAILED",
        "MAIL,451 later,UNAVAILABLE",
        "MAIL,550 no,INVALID",
        "RCPT,450 later,UNAVAILABLE",
        "RCPT,550 nobody,INVALID",
        "RCPT,'',UPSTREAM_FAILED",
        "DATA,'',UPSTREAM_FAILED",
        ".,452 full,UNAVAILABLE",
        ".,554 spam,INVALID",
        ".,'',OUTCOME_UNKNOWN",
        ".,what,OUTCOME_UNKNOWN",
    })
    void tellsWhatIsKnownOfAMail(String command, String reply, ProblemType type) throws Exception {
        try (SmtpServer server = new SmtpServer(Map.of(command, reply), null)) {
            assertFails(mailer(null), plain(server.port()), type);
        }
    }

    @Test
    void aGoodbyeThatFailsChangesNothing() throws Exception {
        try (SmtpServer server = new SmtpServer(Map.of("QUIT", ""), null)) {
            assertThat(mailer(null).send(mail(plain(server.port())), "k")).endsWith("@example.org>");
        }
    }

    @Test
    void aSilentServerRunsIntoTheLimit() throws Exception {
        try (java.net.ServerSocket silent = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Mailer mailer = new Mailer(open(), InstantSource.system(), SSLContext.getDefault(), Duration.ofSeconds(1));
            assertFails(mailer, plain(silent.getLocalPort()), ProblemType.TIMEOUT);
        }
    }

    @Test
    void aClosedHostIsNotConnectedTo() throws Exception {
        try (SmtpServer server = new SmtpServer(Map.of(), null)) {
            AddressPolicy closed = new AddressPolicy(false, Set.of(), Set.of(), MailerIT::loopback);
            assertFails(new Mailer(closed, InstantSource.system()), plain(server.port()), ProblemType.INVALID);
            assertThat(server.commands()).isEmpty();
            mailer(null).send(mail(plain(server.port())), "k");
            assertThat(server.commands()).as("positive control").isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nBcc: x@example.org", "a\nb", "a\rb", "a\0b", "a\u0085b", "a\u2028b"})
    void headersCannotBeAdded(String evil) {
        Mail.Server server = plain(25);
        assertInvalid(() -> new Mail(server, "a@example.org", List.of("b@example.org"), evil, "text"));
        assertInvalid(() -> new Mail(server, evil + "@example.org", List.of("b@example.org"), "s", "text"));
        assertInvalid(() -> new Mail(server, "a@example.org", List.of(evil + " <b@example.org>"), "s", "text"));
        assertInvalid(() -> new Mail.Server(HOST, 25, Mail.Security.TLS, evil, "pw"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nobody",
                "<>",
                "a@b> SIZE=1 <c@d",
                "\"a> NOTIFY=NEVER\"@example.org",
                "a@example.org, b@example.org",
                "team: a@example.org;",
                "a@[127.0.0.1]",
                "a b@example.org"
            })
    void oddAddressesAreRefused(String address) {
        assertInvalid(() -> new Mail(plain(25), "a@example.org", List.of(address), "s", "text"));
    }

    private static void assertInvalid(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.INVALID));
    }

    private static void assertFails(Mailer mailer, Mail.Server server, ProblemType type) {
        assertThatThrownBy(() -> mailer.send(mail(server), "k")).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.type()).isEqualTo(type);
            for (@Nullable Throwable each = e; each != null; each = each.getCause()) {
                assertThat(String.valueOf(each)).doesNotContain(PASSWORD);
            }
        });
    }

    private static Mail mail(Mail.Server server) {
        return new Mail(server, "hub@example.org", List.of("ada@example.org"), "subject", "text");
    }

    private static Mail.Server plain(int port) {
        return new Mail.Server(HOST, port, Mail.Security.NONE, null, null);
    }

    private static Mail.Server login(int port) {
        return new Mail.Server(HOST, port, Mail.Security.STARTTLS, "hub", PASSWORD);
    }

    private static Mailer mailer(@Nullable SSLContext tls) {
        return tls == null
                ? new Mailer(open(), InstantSource.system())
                : new Mailer(open(), InstantSource.system(), tls, Duration.ofSeconds(20));
    }

    private static AddressPolicy open() {
        return new AddressPolicy(false, Set.of(HOST), Set.of(), MailerIT::loopback);
    }

    private static InetAddress[] loopback(String host) {
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
    }
}
