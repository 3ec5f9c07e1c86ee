package io.automationhub.hub.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automationhub.workflows.problem.ProblemException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class CursorsTest {

    private static final Cursors CURSORS = new Cursors(new byte[32]);

    @Test
    void givesBackWhatWasPutIn() {
        String cursor = CURSORS.after("runs", "2026-01-01T00:00:00Z", "ä\n'; drop", "");
        assertThat(cursor).matches("[A-Za-z0-9_-]+");
        assertThat(CURSORS.read("runs", cursor)).containsExactly("2026-01-01T00:00:00Z", "ä\n'; drop", "");
    }

    @Test
    void takesNoOther() {
        String cursor = CURSORS.after("runs", "a");
        byte[] bytes = Base64.getUrlDecoder().decode(cursor);
        bytes[bytes.length - 1] ^= 1;
        String changed = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        byte[] otherKey = new byte[32];
        otherKey[0] = 1;
        for (String foreign : List.of(changed, "", "AAAA", "!", new Cursors(otherKey).after("runs", "a"))) {
            assertThatThrownBy(() -> CURSORS.read("runs", foreign))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.errors())
                                    .singleElement()
                                    .extracting("pointer")
                                    .isEqualTo("/query/cursor"));
        }
        assertThatThrownBy(() -> CURSORS.read("deployments", cursor)).isInstanceOf(ProblemException.class);
    }

    @Test
    void cutsAPageOutOfOneRowMore() {
        Page<String> page = CURSORS.page("x", List.of("a", "b", "c"), 2, item -> new String[] {item});
        assertThat(page.items()).containsExactly("a", "b");
        assertThat(CURSORS.read("x", String.valueOf(page.nextCursor()))).containsExactly("b");
        assertThat(CURSORS.page("x", List.of("a", "b"), 2, item -> new String[] {item})
                        .nextCursor())
                .isNull();
    }

    @Test
    void wantsARealKey() {
        assertThatThrownBy(() -> new Cursors(new byte[8])).isInstanceOf(IllegalArgumentException.class);
    }
}
