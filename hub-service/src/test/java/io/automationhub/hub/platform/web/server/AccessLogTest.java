package io.automationhub.hub.platform.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AccessLogTest {

    @Test
    void theSecretInAWebhooksAddressIsLeftOut() {
        assertThat(AccessLog.shown("/hooks/0190a/secret")).isEqualTo("/hooks/0190a/***");
        assertThat(AccessLog.shown("/hooks/0190a/secret/more")).isEqualTo("/hooks/0190a/***");
        assertThat(AccessLog.shown("/hooks/0190a")).isEqualTo("/hooks/0190a");
        assertThat(AccessLog.shown("/api/v1/runs/0190a")).isEqualTo("/api/v1/runs/0190a");
    }
}
