package io.automationhub.activities.build;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.automationhub.workflows.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a {@code .dockerignore} leaves out of the context, by the rules of the docker client: one pattern a line, {@code #}
 * comments, {@code !} exceptions, the last match counts, {@code **} spans folders, and a matched folder takes all below it.
 */
final class IgnoreRules {

    private static final int MAX_BYTES = 256 * 1024;

    private record Rule(Pattern pattern, boolean exception) {}

    private final List<Rule> rules = new ArrayList<>();
    private boolean exceptions;

    private IgnoreRules() {}

    /** The rules of a context folder; none when it has no {@code .dockerignore}. */
    static IgnoreRules of(Path context) throws IOException {
        Path file = context.resolve(".dockerignore");
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return new IgnoreRules();
        }
        if (Files.size(file) > MAX_BYTES) {
            throw ProblemException.invalid("/context", "The file .dockerignore is too large");
        }
        return parse(Files.readString(file));
    }

    static IgnoreRules parse(String text) {
        IgnoreRules rules = new IgnoreRules();
        text.replace("\uFEFF", "").lines().map(String::strip).forEach(rules::add);
        return rules;
    }

    private void add(String line) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        boolean exception = line.startsWith("!");
        String cleaned = clean(exception ? line.substring(1).strip() : line);
        if (cleaned.isEmpty()) {
            return;
        }
        try {
            rules.add(new Rule(Pattern.compile(expression(cleaned)), exception));
        } catch (PatternSyntaxException e) {
            throw ProblemException.invalid("/context", "The file .dockerignore has a pattern that cannot be read");
        }
        exceptions |= exception;
    }

    /** Whether a path, relative and with {@code /}, is left out. */
    boolean ignores(String path) {
        boolean ignored = false;
        for (Rule rule : rules) {
            if (ignored == rule.exception() && matches(rule.pattern(), path)) {
                ignored = !rule.exception();
            }
        }
        return ignored;
    }

    /** Whether an ignored folder may hold something that an exception brings back. */
    boolean mayBringBack() {
        return exceptions;
    }

    private static boolean matches(Pattern pattern, String path) {
        for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
            if (pattern.matches(path.substring(0, end))) {
                return true;
            }
        }
        return pattern.matches(path);
    }

    private static String clean(String pattern) {
        List<String> parts = new ArrayList<>();
        for (String part : pattern.split("/", -1)) {
            if (part.equals("..") && !parts.isEmpty()) {
                parts.removeLast();
            } else if (!part.isEmpty() && !part.equals(".") && !part.equals("..")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }

    private static String expression(String glob) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (c == '*' && i + 1 < glob.length() && glob.charAt(i + 1) == '*') {
                i++;
                if (i + 1 < glob.length() && glob.charAt(i + 1) == '/') {
                    i++;
                }
                out.append(i + 1 == glob.length() ? ".*" : "(?:.*/)?");
            } else if (c == '*') {
                out.append("[^/]*");
            } else if (c == '?') {
                out.append("[^/]");
            } else if (c == '[' || c == ']') {
                out.append(c);
            } else if (c == '\\' && i + 1 < glob.length()) {
                out.append(Pattern.quote(glob.substring(++i, i + 1)));
            } else {
                out.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return "(?s)" + out;
    }
}
