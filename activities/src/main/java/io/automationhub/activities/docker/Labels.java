package io.automationhub.activities.docker;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Labels on everything the hub makes on an engine; what lacks {@link #MANAGED} is never changed or removed. */
public final class Labels {

    private static final String PREFIX = "io.automationhub.";

    public static final String MANAGED = PREFIX + "managed";
    public static final String ORGANIZATION = PREFIX + "organization";
    public static final String PROJECT = PREFIX + "project";
    /** Organization and project of an image. */
    public static final String OWNER = PREFIX + "owner";

    public static final String ENVIRONMENT = PREFIX + "environment";
    public static final String RELEASE = PREFIX + "release";
    public static final String DEPLOYMENT = PREFIX + "deployment";
    public static final String INSTANCE = PREFIX + "instance";
    public static final String RUN = PREFIX + "run";
    /** Key of the call that made a command container. */
    public static final String KEY = PREFIX + "key";
    /** {@link #KIND_INSTANCE} or {@link #KIND_COMMAND}. */
    public static final String KIND = PREFIX + "kind";

    /** Value of {@link #KIND} of containers that serve. */
    public static final String KIND_INSTANCE = "instance";
    /** Value of {@link #KIND} of containers that run one command to its end. */
    public static final String KIND_COMMAND = "command";

    /** Value of {@link #KIND} of containers that a step runs for its result. */
    public static final String KIND_TASK = "task";

    private final Map<String, String> values = new LinkedHashMap<>();

    private Labels() {}

    /** Begins with the mark that the hub made it. */
    public static Labels managed() {
        return new Labels().with(MANAGED, "true");
    }

    /** What an image of a project carries: one label, as a builder makes a step, with a container, of each. */
    public static Labels ofImage(String organization, String project) {
        return new Labels().with(OWNER, organization + "/" + project);
    }

    /** Adds one label; a null value is left out. */
    public Labels with(String name, @Nullable String value) {
        if (value != null) {
            values.put(name, Names.labelValue(value));
        }
        return this;
    }

    /** The labels so far. */
    public Map<String, String> toMap() {
        return Map.copyOf(values);
    }
}
