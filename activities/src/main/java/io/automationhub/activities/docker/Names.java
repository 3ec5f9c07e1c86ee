package io.automationhub.activities.docker;

import com.google.re2j.Pattern;
import io.automationhub.workflows.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Allow-lists for every text that reaches the engine. Each method returns its argument or throws {@code invalid}; values
 * that begin with {@code -} or hold control characters pass none of them.
 */
public final class Names {

    private static final Pattern CONTAINER = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,127}");
    private static final Pattern RESOURCE = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,254}");
    private static final Pattern IMAGE_ID = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final Pattern IMAGE = Pattern.compile("(?:[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?(?::[0-9]{1,5})?/)?"
            + "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*"
            + "(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[0-9a-f]{64})?");
    private static final Pattern PATH = Pattern.compile("(?:/[A-Za-z0-9_.@+-]+)+");
    private static final List<String> SYSTEM_PATHS = List.of("/proc", "/sys", "/dev", "/run/docker.sock");
    private static final int VALUE_BYTES = 128 * 1024;
    private static final int ARGUMENTS = 256;

    private Names() {}

    /** Name of a container or network. */
    public static String container(String name) {
        return check(CONTAINER, name, "a container name");
    }

    /** Name of a volume within its environment, or a part of an image's name. */
    public static String resource(String name) {
        return check(RESOURCE, name, "a name of lower-case letters, digits, '_' and '-'");
    }

    /** An id or slug given by the hub, or a build stage. */
    public static String identifier(String id) {
        return check(IDENTIFIER, id, "an identifier");
    }

    /** Name of an environment variable or build argument. */
    public static String variable(String name) {
        return check(VARIABLE, name, "a variable name");
    }

    /** An image by id or by reference, with or without tag and digest. */
    public static String image(String image) {
        if (image.startsWith("sha256:")) {
            return check(IMAGE_ID, image, "an image id");
        }
        return check(IMAGE, image, "an image reference");
    }

    /** Where a volume is mounted: absolute, without {@code ..}, and no place the container's isolation rests on. */
    public static String mountPath(String path) {
        boolean safe = path.length() <= 512 && PATH.matches(path);
        for (String part : path.split("/", -1)) {
            safe &= !part.equals("..") && !part.equals(".");
        }
        for (String system : SYSTEM_PATHS) {
            safe &= !path.equals(system) && !path.startsWith(system + "/");
        }
        if (!safe || path.equals("/var/run/docker.sock")) {
            throw ProblemException.invalid("", "'" + printable(path) + "' is not a path a volume may be mounted at");
        }
        return path;
    }

    /** Value of a label. */
    public static String labelValue(String value) {
        if (value.length() > 512 || value.chars().anyMatch(Character::isISOControl)) {
            throw ProblemException.invalid("", "'" + printable(value) + "' is not a label");
        }
        return value;
    }

    /** Value of a variable: any text without NUL, at most 128 KiB. The message does not repeat it. */
    public static String variableValue(String name, String value) {
        if (value.indexOf('\0') >= 0 || value.getBytes(StandardCharsets.UTF_8).length > VALUE_BYTES) {
            throw ProblemException.invalid("", "The value of variable '" + name + "' is too long or holds a NUL");
        }
        return value;
    }

    /** Variables in the form {@code NAME=value}. */
    static List<String> environment(Map<String, String> variables) {
        return variables.entrySet().stream()
                .map(e -> variable(e.getKey()) + "=" + variableValue(e.getKey(), e.getValue()))
                .sorted()
                .toList();
    }

    /** An argument list, passed as it is and never through a shell. */
    public static List<String> command(List<String> command) {
        boolean fits = !command.isEmpty()
                && command.size() <= ARGUMENTS
                && !command.getFirst().isEmpty();
        for (String argument : command) {
            fits &= argument.indexOf('\0') < 0 && argument.length() <= VALUE_BYTES;
        }
        if (!fits) {
            throw ProblemException.invalid("", "A command is a list of 1 to " + ARGUMENTS + " arguments without NUL");
        }
        return List.copyOf(command);
    }

    /**
     * A short form of an id for names: eight hexadecimal digits that differ between ids made in the same moment. Names
     * made of it are for people; identity rests on labels.
     */
    public static String shortened(String id) {
        return digest(identifier(id)).substring(0, 8);
    }

    /** SHA-256 in hexadecimal digits. */
    public static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Text for a message: without control characters, at most 500 characters. */
    public static String printable(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints()
                .limit(500)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .forEach(out::appendCodePoint);
        return out.toString();
    }

    private static String check(Pattern pattern, String value, String what) {
        if (value.length() > 1024 || !pattern.matches(value)) {
            throw ProblemException.invalid("", "'" + printable(value) + "' is not " + what);
        }
        return value;
    }
}
