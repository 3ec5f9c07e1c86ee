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
        try (TriggerFixture fixture = new TriggerFixture(DATABASE, ORGANIZATION, Clock.systemUTC())) {
            Trigger trigger = fixture.trigger(fixture.workflow("hooked"), """
                    {"type": "webhook", "webhook": {"signature": {"style": "gitlab"}}}""");
            TriggerSecrets before = secrets(old);
            DATABASE.transactions().inOrganization(ORGANIZATION, handle -> {
                handle.attach(TriggerDao.class).putSecret(before.seal(ORGANIZATION, trigger.id(), SECRET));
                return null;
            });
            assertThatIllegalStateException()
                    .isThrownBy(rotation(renewed)::check)
                    .withMessageContaining("which is not here");

            assertThat(secrets(renewed + "," + old).rewrap()).isEqualTo(1);
            assertThat(secrets(renewed + "," + old).rewrap()).as("done already").isZero();

            assertThatCode(rotation(renewed)::check).doesNotThrowAnyException();
            String opened = DATABASE.transactions()
                    .inOrganization(ORGANIZATION, handle -> secrets(renewed).open(handle, trigger.id()));
            assertThat(opened).isEqualTo(SECRET);
        }
    }

    private static TriggerSecrets secrets(String keys) {
        return new TriggerSecrets(DATABASE.transactions(), new Envelope(MasterKeys.parse(keys)));
    }

    /** Of webhooks only: the audit log of this test is under another key. */
    private static KeyRotation rotation(String keys) {
        DATABASE.superuser().useHandle(handle -> handle.execute("delete from audit_heads"));
        Envelope envelope = new Envelope(MasterKeys.parse(keys));
        AuditService audit = new AuditService(DATABASE.transactions(), envelope, Clock.systemUTC());
        return new KeyRotation(
                DATABASE.transactions(),
                envelope,
                audit,
                List.of(new TriggerSecrets(DATABASE.transactions(), envelope)));
    }
}
