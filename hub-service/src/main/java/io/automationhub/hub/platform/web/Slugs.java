package io.automationhub.hub.platform.web;

import io.automationhub.workflows.problem.ProblemException;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Names that stand in URLs and domains. */
public final class Slugs {

    private static final int MOST = 40;

    private Slugs() {}

    /** Makes a slug from a name for people; {@code invalid} when nothing of it can stay. */
    public static String of(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFD).toLowerCase(Locale.ROOT);
        StringBuilder slug = new StringBuilder();
        for (int i = 0; i < plain.length() && slug.length() < MOST; i++) {
            char c = plain.charAt(i);
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
                slug.append(c);
            } else if (Character.getType(c) != Character.NON_SPACING_MARK
                    && !slug.isEmpty()
                    && slug.charAt(slug.length() - 1) != '-') {
                slug.append('-');
            }
        }
        while (!slug.isEmpty() && slug.charAt(slug.length() - 1) == '-') {
            slug.setLength(slug.length() - 1);
        }
        if (slug.isEmpty()) {
            throw ProblemException.invalid("/slug", "No slug can be made from this name; give one");
        }
        return slug.toString();
    }

    /** The id a path parameter spells, or empty when it is a slug. */
    public static Optional<UUID> asId(String idOrSlug) {
        if (idOrSlug.length() != 36) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(idOrSlug));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
