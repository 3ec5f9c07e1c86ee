package io.automationhub.hub.features.secrets;

import io.automationhub.workflows.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What names and values of secrets and variables may be: what an environment variable may. */
final class ValueNames {

    /** Well below the 128 KiB Linux allows for one environment variable. */
    static final int MAX_SECRET_BYTES = 65_536;

    static final int MAX_VARIABLE_BYTES = 32_768;

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

    private ValueNames() {}

    static void check(String name, String value, int maxBytes) {
        if (!NAME.matcher(name).matches()) {
            throw ProblemException.invalid("/path/name", "is not the name of an environment variable");
        }
        if (value.indexOf('\0') >= 0) {
            throw ProblemException.invalid("/value", "holds a NUL character");
        }
        if (value.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
            throw ProblemException.invalid("/value", "is longer than " + maxBytes + " bytes");
        }
    }
}
