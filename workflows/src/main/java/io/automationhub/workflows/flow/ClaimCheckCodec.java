package io.automationhub.workflows.flow;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.temporal.api.common.v1.Payload;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.payload.codec.PayloadCodecException;
import io.temporal.workflow.Functions;
import io.temporal.workflow.unsafe.WorkflowUnsafe;
import java.util.List;

/**
 * Keeps large values out of workflow history: a payload over {@link #LIMIT} is stored and its id takes its place. Ids
 * are content hashes, so encoding the same value again, as a replay does, gives the same id.
 */
public final class ClaimCheckCodec implements PayloadCodec {

    /** Payloads at most this large stay in history, in bytes. */
    public static final int LIMIT = 64 * 1024;

    private static final String ENCODING = "encoding";
    private static final ByteString CLAIM = ByteString.copyFromUtf8("hub/claim-check");

    private final LargeValues values;

    public ClaimCheckCodec(LargeValues values) {
        this.values = values;
    }

    @Override
    public List<Payload> encode(List<Payload> payloads) {
        return payloads.stream().map(this::encode).toList();
    }

    @Override
    public List<Payload> decode(List<Payload> payloads) {
        return payloads.stream().map(this::decode).toList();
    }

    private Payload encode(Payload payload) {
        if (payload.getData().size() <= LIMIT) {
            return payload;
        }
        String id = outsideDetector(() -> values.put(payload.toByteArray()));
        return Payload.newBuilder()
                .putMetadata(ENCODING, CLAIM)
                .setData(ByteString.copyFromUtf8(id))
                .build();
    }

    private Payload decode(Payload payload) {
        if (!CLAIM.equals(payload.getMetadataOrDefault(ENCODING, ByteString.EMPTY))) {
            return payload;
        }
        byte[] stored = outsideDetector(() -> values.get(payload.getData().toStringUtf8()));
        try {
            return Payload.parseFrom(stored);
        } catch (InvalidProtocolBufferException e) {
            throw new PayloadCodecException("A stored value cannot be read");
        }
    }

    /** The store may be slow; that is not a workflow that hangs. */
    private static <T> T outsideDetector(Functions.Func<T> call) {
        return WorkflowUnsafe.isWorkflowThread() ? WorkflowUnsafe.deadlockDetectorOff(call) : call.apply();
    }
}
