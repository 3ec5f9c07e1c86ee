package io.automationhub.hub.features.secrets;

import java.util.List;

/** Encrypted values that another feature keeps; the master keys are changed for these, too. */
public interface WrappedValues {

    /** The master keys that wrap some of them. */
    List<String> keyIdsInUse();

    /** Wraps those that an earlier key wraps by the current one; how many. */
    int rewrap();
}
