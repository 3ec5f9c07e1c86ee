package io.automationhub.workflows.flow;

import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import java.util.List;

/** How values are written into workflow history; the same for every client and worker. */
public final class FlowDataConverter {

    private FlowDataConverter() {}

    /** JSON, with large values kept in a store. */
    public static DataConverter create(LargeValues values) {
        return new CodecDataConverter(plain(), List.of(new ClaimCheckCodec(values)));
    }

    /** JSON, everything in history. */
    public static DataConverter plain() {
        return DefaultDataConverter.newDefaultInstance()
                .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(FlowJson.MAPPER));
    }
}
