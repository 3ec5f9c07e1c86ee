package io.automationhub.hub.features.logs;

import java.util.List;

/** A stored chunk. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LogChunkRow(long firstSeq, long lastSeq, int codec, byte[] data) {

    List<LogLine> lines() {
        return ChunkCodec.decode(codec, firstSeq, data);
    }
}
