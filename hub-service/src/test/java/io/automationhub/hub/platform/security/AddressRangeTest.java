package io.automationhub.hub.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.1.2, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
        "10.0.0.0/8, ::ffff:0a01:0203, true",
        "::ffff:10.0.0.0/104, 10.1.2.3, true",
        "192.168.1.128/25, 192.168.1.127, false",
        "192.168.1.128/25, 192.168.1.255, true",
        "192.168.1.7, 192.168.1.7, true",
        "192.168.1.7, 192.168.1.8, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 2001:db8::1, true",
        "::/0, 203.0.113.9, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "fe80::/10, fe80::1%eth0, true",
        "10.0.0.0/8, 10.0.0.1.evil.example, false",
        "10.0.0.0/8, localhost, false",
        "10.0.0.0/8, '', false",
        "10.0.0.0/8, 10.1, false"
    })
    void contains(String range, String address, boolean expected) {
        assertThat(AddressRange.parse(range).contains(address)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.1/8",
                "10.0.0",
                "256.0.0.1",
                "example.com",
                "::/129",
                "::ffff:10.0.0.0/95",
                "10.0.0.0/8/8",
                "1.2.3.4 ",
                "0x0a000000",
                "2001:db8::1/32",
                ":",
                ":::"
            })
    void refuses(String text) {
        assertThatThrownBy(() -> AddressRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void containsNarrowerRanges() {
        AddressRange wide = AddressRange.parse("10.0.0.0/8");
        assertThat(wide.contains(AddressRange.parse("10.1.0.0/16"))).isTrue();
        assertThat(wide.contains(AddressRange.parse("10.0.0.0/8"))).isTrue();
        assertThat(wide.contains(AddressRange.parse("0.0.0.0/0"))).isFalse();
        assertThat(wide.contains(AddressRange.parse("11.0.0.0/16"))).isFalse();
        assertThat(wide.contains(AddressRange.parse("::/0"))).isFalse();
    }
}
