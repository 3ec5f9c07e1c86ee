package io.automationhub.hub.features.workflows;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Several definitions in one text, as YAML separates documents. */
final class DefinitionTexts {

    /** At the beginning of a line these words are markers wherever they stand, in YAML's block texts too. */
    private static final Pattern BEGIN = Pattern.compile("---(?:\\s.*)?", Pattern.DOTALL);

    private static final Pattern END = Pattern.compile("\\.\\.\\.\\s*");

    private final List<String> documents = new ArrayList<>();
    private final StringBuilder current = new StringBuilder();
    private boolean content;

    private DefinitionTexts() {}

    /** The documents as they were written, each with the comments before it; those with nothing else are left out. */
    static List<String> split(String text) {
        DefinitionTexts texts = new DefinitionTexts();
        for (String line : text.split("(?<=\n)", -1)) {
            texts.take(line);
        }
        texts.close();
        return texts.documents;
    }

    private void take(String line) {
        String bare = line.stripTrailing();
        if (BEGIN.matcher(bare).matches()) {
            close();
            String rest = bare.substring("---".length()).strip();
            if (!rest.isEmpty()) {
                take(rest + "\n");
            }
        } else if (END.matcher(bare).matches()) {
            close();
        } else if (content || !bare.startsWith("%")) {
            content |= !bare.isBlank() && !bare.strip().startsWith("#");
            current.append(line);
        }
    }

    /** Ends a document; comments alone go to the next one. */
    private void close() {
        if (content) {
            documents.add(current.toString());
            current.setLength(0);
        }
        content = false;
    }
}
