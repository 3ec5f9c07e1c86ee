package io.automationhub.hub.features.audit;

import io.automationhub.hub.platform.security.Envelope;
import io.automationhub.workflows.ids.OrganizationId;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Works out the codes of one organization's chain: HMAC-SHA-256 under a key that the database holds only wrapped. */
final class AuditChain {

    static final byte[] START = new byte[32];

    private static final String MAC = "HmacSHA256";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;

    private AuditChain(byte[] key) {
        this.key = new SecretKeySpec(key, MAC);
    }

    static AuditChain open(Envelope envelope, OrganizationId organization, AuditHead head) {
        return new AuditChain(envelope.open(context(organization), head.key()));
    }

    /** The head of a chain without entries, with a new key. */
    static AuditHead begin(Envelope envelope, OrganizationId organization) {
        byte[] key = new byte[32];
        RANDOM.nextBytes(key);
        var sealed = envelope.seal(context(organization), key);
        byte[] seal = new AuditChain(key).seal(organization, 0, START);
        return new AuditHead(0, START, seal, sealed.keyId(), sealed.wrappedKey(), sealed.ciphertext());
    }

    static AuditHead rewrap(Envelope envelope, OrganizationId organization, AuditHead head) {
        var sealed = envelope.rewrap(context(organization), head.key());
        return new AuditHead(
                head.sequence(), head.hash(), head.seal(), sealed.keyId(), sealed.wrappedKey(), sealed.ciphertext());
    }

    /** The entry with its code, which makes it the follower of the hash before. */
    AuditRow follow(byte[] before, AuditRow row) {
        byte[] hash = code(Envelope.context(
                "entry",
                row.organizationId(),
                row.sequence(),
                row.time(),
                row.subject(),
                row.action(),
                row.resourceType(),
                row.resourceId(),
                row.change(),
                HexFormat.of().formatHex(before)));
        return new AuditRow(
                row.organizationId(),
                row.sequence(),
                row.time(),
                row.subject(),
                row.action(),
                row.resourceType(),
                row.resourceId(),
                row.change(),
                hash);
    }

    boolean follows(byte[] before, AuditRow row) {
        return Arrays.equals(follow(before, row).hash(), row.hash());
    }

    /** The code of a head. */
    byte[] seal(OrganizationId organization, long sequence, byte[] hash) {
        return code(
                Envelope.context("head", organization, sequence, HexFormat.of().formatHex(hash)));
    }

    private byte[] code(byte[] content) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] context(OrganizationId organization) {
        return Envelope.context("audit-chain", organization);
    }
}
