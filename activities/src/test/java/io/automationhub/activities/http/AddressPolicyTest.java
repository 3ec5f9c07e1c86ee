package io.automationhub.activities.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {

    private static final AddressPolicy STRICT = new AddressPolicy(false, Set.of(), Set.of());

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8,PUBLIC",
        "1.1.1.1,PUBLIC",
        "172.15.255.255,PUBLIC",
        "172.32.0.0,PUBLIC",
        "100.63.0.1,PUBLIC",
        "2606:4700::1111,PUBLIC",
        "64:ff9b::808:808,PUBLIC",
        "2002:808:808::1,PUBLIC",
        "127.0.0.1,PRIVATE",
        "127.255.255.254,PRIVATE",
        "10.0.0.1,PRIVATE",
        "172.16.0.1,PRIVATE",
        "172.31.255.255,PRIVATE",
        "192.168.1.1,PRIVATE",
        "100.64.0.1,PRIVATE",
        "198.19.0.1,PRIVATE",
        "::1,PRIVATE",
        "fd00::1,PRIVATE",
        "::ffff:127.0.0.1,PRIVATE",
        "64:ff9b::7f00:1,PRIVATE",
        "2002:7f00:1::,PRIVATE",
        "64:ff9b::a00:1,PRIVATE",
        "0.0.0.0,NEVER",
        "0.1.2.3,NEVER",
        "169.254.169.254,NEVER",
        "::ffff:169.254.169.254,NEVER",
        "64:ff9b::a9fe:a9fe,NEVER",
        "224.0.0.1,NEVER",
        "255.255.255.255,NEVER",
        "240.0.0.1,NEVER",
        "192.0.2.1,NEVER",
        "::,NEVER",
        "fe80::1,NEVER",
        "fec0::1,NEVER",
        "ff02::1,NEVER",
        "::127.0.0.1,NEVER",
        "2001::1,NEVER",
        "2001:db8::1,NEVER",
        "64:ff9b:1::1,NEVER",
        "100::1,NEVER"
    })
    void addressesAreJudgedByWhatTheyReach(String address, AddressKind kind) {
        assertThat(AddressKind.of(InetAddress.ofLiteral(address))).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2130706433",
                "0x7f000001",
                "0x7f.1",
                "127.1",
                "127.0.1",
                "0177.0.0.1",
                "017700000001",
                "127.0.0.01",
                "127.0.0.1.",
                "256.1.1.1",
                "1.2.3",
                "1.2.3.4.5",
                "foo.0x1",
                "0x",
                "[::1%lo]",
                "[127.0.0.1]",
                "[::g]",
                "::1",
                "a b",
                "a\nb",
                "-host",
                "host-",
                "a..b",
                "",
                ".",
                "ex%61mple.com",
                "user@host",
                "host:80",
                "\u2460.\u2461.\u2462.\u2463",
                "\uff11\uff12\uff17.0.0.1",
                "localhost",
                "127.0.0.1",
                "[::1]",
                "[::ffff:7f00:1]",
                "0.0.0.0"
            })
    void closedAndOddlySpelledHostsAreRefused(String host) {
        assertThatThrownBy(() -> STRICT.permitted(host, 80))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.INVALID));
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "[2606:4700::1111]"})
    void publicAddressesAreOpen(String host) {
        assertThat(STRICT.permitted(host, 80)).hasSize(1);
    }

    @Test
    void anAdministratorOpensPrivateAddressesButNotMetadata() {
        AddressPolicy open = new AddressPolicy(true, Set.of(), Set.of(5432));
        assertThat(open.permitted("127.0.0.1", 80)).hasSize(1);
        assertThat(open.permitted("10.0.0.1", 5432)).hasSize(1);
        assertThatThrownBy(() -> open.permitted("127.0.0.1", 5432)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> open.permitted("169.254.169.254", 80)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> open.permitted("0.0.0.0", 80)).isInstanceOf(ProblemException.class);
    }

    @Test
    void aSingleHostCanBeOpened() {
        AddressPolicy policy = new AddressPolicy(
                false, Set.of("Git.Internal"), Set.of(), host -> new InetAddress[] {InetAddress.ofLiteral("10.1.2.3")});
        assertThat(policy.permitted("git.internal", 443)).hasSize(1);
        assertThatThrownBy(() -> policy.permitted("db.internal", 443)).isInstanceOf(ProblemException.class);
    }

    @Test
    void oneClosedAddressAmongOpenOnesClosesTheHost() {
        AddressPolicy policy = new AddressPolicy(false, Set.of(), Set.of(), host ->
                new InetAddress[] {InetAddress.ofLiteral("8.8.8.8"), InetAddress.ofLiteral("127.0.0.1")});
        assertThatThrownBy(() -> policy.permitted("mixed.example", 80))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.detail()).contains("mixed.example").doesNotContain("127"));
    }

    @Test
    void aHostIsLookedUpOnce() {
        AtomicInteger lookups = new AtomicInteger();
        AddressPolicy rebinding = new AddressPolicy(false, Set.of(), Set.of(), host ->
                new InetAddress[] {InetAddress.ofLiteral(lookups.getAndIncrement() == 0 ? "8.8.8.8" : "127.0.0.1")});
        assertThat(rebinding.permitted("rebind.example", 80)).containsExactly(InetAddress.ofLiteral("8.8.8.8"));
        assertThat(lookups).hasValue(1);
    }
}
