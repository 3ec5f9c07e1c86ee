package io.automationhub.hub.features.triggers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.features.secrets.KeyRotation;
import io.automationhub.hub.platform.database.Tenancy;
import io.automationhub.hub.platform.security.Envelope;
import io.automationhub.hub.platform.security.MasterKeys;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.hub.testing.TestKeys;
import io.automationhub.workflows.ids.OrganizationId;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Secrets of webhooks when the master key is changed. */
class TriggerSecretsIT {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final OrganizationId ORGANIZATION = Tenancy.DEFAULT_ORGANIZATION;
    private static final String SECRET = "shared-with-the-sender";

    @Test
    void theyAreWrappedAnewAndAKeyThatIsGoneIsNoticed() {
        String old = TestKeys.random();
        String renewed = TestKeys.random();
        Envelope first = new Envelope(MasterKeys.parse(old));
        try (TriggerFixture fixture = new TriggerFixture(DATABASE.database(), ORGANIZATION, Clock.systemUTC(), first)) {
            Trigger trigger = fixture.trigger(fixture.workflow("hooked"), """
                    {"type": "webhook", "webhook": {"signature": {"style": "gitlab"}}, "secret": "%s"}""".formatted(SECRET));
            assertThat(fixture.secrets.keyIdsInUse())
                    .containsExactly(first.keys().currentId());
            assertThatIllegalStateException()
                    .isThrownBy(rotation(renewed)::check)
                    .withMessageContaining("which is not here");

            assertThat(rotation(renewed + "," + old).rewrap())
                    .as("the audit log and the webhook")
                    .isEqualTo(2);
            assertThat(rotation(renewed + "," + old).rewrap())
                    .as("done already")
                    .isZero();

            assertThatCode(rotation(renewed)::check).doesNotThrowAnyException();
            String opened = DATABASE.transactions()
                    .inOrganization(ORGANIZATION, handle -> secrets(renewed).open(handle, trigger.id()));
            assertThat(opened).isEqualTo(SECRET);
        }
    }

    private static TriggerSecrets secrets(String keys) {
        return new TriggerSecrets(DATABASE.transactions(), new Envelope(MasterKeys.parse(keys)));
    }

    private static KeyRotation rotation(String keys) {
        Envelope envelope = new Envelope(MasterKeys.parse(keys));
        AuditService audit = new AuditService(DATABASE.transactions(), envelope, Clock.systemUTC());
        return new KeyRotation(DATABASE.transactions(), envelope, audit, List.of(secrets(keys)));
    }
}
