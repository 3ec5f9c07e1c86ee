package io.automationhub.hub.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.automationhub.workflows.ids.OrganizationId;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class MaskerPropertyTest {

    private static final OrganizationId MINE = OrganizationId.of("01900000-0000-7000-8000-000000000001");

    /** A small alphabet makes overlaps, repetitions and near misses frequent. */
    @Property(tries = 500)
    void anySplitGivesWhatASimpleSearchGives(
            @ForAll @Size(min = 1, max = 5)
                    List<@StringLength(min = 4, max = 7) @CharRange(from = 'a', to = 'c') String> secrets,
            @ForAll @StringLength(max = 80) @CharRange(from = 'a', to = 'c') String text,
            @ForAll long seed) {
        Masker masker = new Masker(organization -> secrets);
        Masker.Stream stream = masker.stream(MINE);
        StringBuilder masked = new StringBuilder();
        Random random = new Random(seed);
        for (int at = 0; at < text.length(); ) {
            int to = Math.min(text.length(), at + 1 + random.nextInt(9));
            masked.append(stream.accept(text.substring(at, to)));
            at = to;
        }
        masked.append(stream.flush());
        assertThat(masked.toString().replace(Masker.MASK, "")).isEqualTo(unmasked(secrets, text));
        assertThat(masker.mask(MINE, text).replace(Masker.MASK, "")).isEqualTo(unmasked(secrets, text));
    }

    private static String unmasked(List<String> secrets, String text) {
        BitSet secret = new BitSet();
        for (String value : secrets) {
            for (String form : SecretPatterns.of(value)) {
                for (int i = text.indexOf(form); i >= 0; i = text.indexOf(form, i + 1)) {
                    secret.set(i, i + form.length());
                }
            }
        }
        StringBuilder rest = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (!secret.get(i)) {
                rest.append(text.charAt(i));
            }
        }
        return rest.toString();
    }
}
