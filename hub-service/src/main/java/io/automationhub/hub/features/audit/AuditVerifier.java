package io.automationhub.hub.features.audit;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.security.Envelope;
import io.automationhub.workflows.ids.OrganizationId;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Goes through the chain of an organization and says where it was tampered with. */
public final class AuditVerifier {

    private static final int BATCH = 1000;

    private final Transactions transactions;
    private final Envelope envelope;

    public AuditVerifier(Transactions transactions, Envelope envelope) {
        this.transactions = transactions;
        this.envelope = envelope;
    }

    /**
     * What was found.
     *
     * @param entries how many entries are in order
     * @param hash of the last of them, in hexadecimal; kept elsewhere it is the anchor of a later verification
     * @param defect the first thing wrong, a sentence, or null when there is none
     */
    public record Verdict(
            long entries, String hash, @Nullable String defect) {

        /** Whether nothing is wrong. */
        @JsonProperty
        public boolean intact() {
            return defect == null;
        }
    }

    /** An earlier end of the chain, from outside the database: shows a return to an older state of the whole. */
    public record Anchor(long sequence, String hash) {}

    /** The chain of one organization with what was found. */
    public record Chain(OrganizationId organization, Verdict verdict) {}

    /** Verifies the chains of all organizations, for operators only. */
    public List<Chain> verifyAll() {
        List<OrganizationId> all =
                transactions.asSystem(handle -> handle.attach(AuditDao.class).organizations());
        return all.stream()
                .map(organization -> new Chain(organization, verify(organization)))
                .toList();
    }

    /** Verifies the chain by itself. */
    public Verdict verify(OrganizationId organization) {
        return verify(organization, null);
    }

    /** Verifies that the chain is in order and still goes through the anchor. */
    public Verdict verify(OrganizationId organization, @Nullable Anchor anchor) {
        return transactions.inOrganization(organization, handle -> verify(handle, organization, anchor));
    }

    private Verdict verify(Handle handle, OrganizationId organization, @Nullable Anchor anchor) {
        AuditDao dao = handle.attach(AuditDao.class);
        // Locked, so that no entry is appended while the chain is read.
        Optional<AuditHead> found = dao.lockHead(organization);
        if (found.isEmpty()) {
            boolean empty = dao.chain(organization, 0, 1).isEmpty() && anchor == null;
            return new Verdict(0, hex(AuditChain.START), empty ? null : "The end of the chain is missing");
        }
        AuditHead head = found.get();
        AuditChain chain = AuditChain.open(envelope, organization, head);
        if (!Arrays.equals(head.seal(), chain.seal(organization, head.sequence(), head.hash()))) {
            return new Verdict(0, hex(AuditChain.START), "The end of the chain was changed");
        }
        return walk(dao, organization, chain, head, anchor);
    }

    private static Verdict walk(
            AuditDao dao, OrganizationId organization, AuditChain chain, AuditHead head, @Nullable Anchor anchor) {
        byte[] before = AuditChain.START;
        long sequence = 0;
        boolean anchored = anchor == null || anchor.sequence() == 0;
        for (List<AuditRow> rows = dao.chain(organization, 0, BATCH);
                !rows.isEmpty();
                rows = dao.chain(organization, sequence, BATCH)) {
            for (AuditRow row : rows) {
                if (row.sequence() != sequence + 1) {
                    return new Verdict(sequence, hex(before), "Entries are missing after " + sequence);
                }
                if (!chain.follows(before, row)) {
                    return new Verdict(sequence, hex(before), "Entry " + row.sequence() + " was changed");
                }
                sequence = row.sequence();
                before = row.hash();
                anchored |= anchor != null
                        && anchor.sequence() == sequence
                        && anchor.hash().equals(hex(before));
            }
        }
        if (sequence != head.sequence() || !Arrays.equals(before, head.hash())) {
            return new Verdict(sequence, hex(before), "Entries are missing after " + sequence);
        }
        return new Verdict(sequence, hex(before), anchored ? null : "The chain does not go through the anchor");
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
