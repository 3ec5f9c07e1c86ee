package io.automationhub.activities.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://github.com/acme/shop.git,HTTPS,github.com,443,/acme/shop.git",
        "https://git.example:8443/a/b%20c/~d/,HTTPS,git.example,8443,/a/b%20c/~d/",
        "http://10.0.0.1/x,HTTP,10.0.0.1,80,/x",
        "https://[2001:db8::1]:9/x,HTTPS,[2001:db8::1],9,/x",
        "ssh://git@git.example:2222/acme/shop,SSH,git.example,2222,/acme/shop",
        "git@github.com:acme/shop.git,SSH,github.com,22,acme/shop.git",
        "git@github.com:~me/shop,SSH,github.com,22,~me/shop",
        "file:///srv/git/shop,LOCAL,'',0,/srv/git/shop",
        "/srv/git/shop.git,LOCAL,'',0,/srv/git/shop.git"
    })
    void knownFormsAreRead(String text, GitUrl.Scheme scheme, String host, int port, String path) {
        assertThat(GitUrl.parse(text)).isEqualTo(new GitUrl(scheme, text, host, port, path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-",
                "--upload-pack=touch /tmp/x",
                "-u./x",
                "ext::sh -c id",
                "ext::ssh%20x",
                "fd::17/x",
                "git://github.com/a/b",
                "ftp://a/b",
                "ftps://a/b",
                "HTTPS://a/b",
                "rsync://a/b",
                "file://host/x",
                "https://user:pw@host/x",
                "https://token@host/x",
                "https://host",
                "https://host/",
                "https:///x",
                "https://-host/x",
                "https://host/x?y",
                "https://host/x#y",
                "https://host/../x",
                "https://host/a/./b",
                "https://host/a//b",
                "https://host:0/x",
                "https://host:99999/x",
                "https://ho st/x",
                "https://host/x y",
                "https://host/x\n",
                "https://host/x\u0000",
                "https://host/\u202ex",
                "https://host/x%00",
                "https://host/%2e%2e/x",
                "https://host/%2Fetc",
                "https://host/%252e",
                "https://host/x%0a",
                "https://host/x%7f",
                "https://host/x%",
                "https://host\\x/y",
                "ssh://-oProxyCommand=id/x",
                "ssh://git@-oProxyCommand=id/x",
                "ssh://-o@host/x",
                "git@-oProxyCommand=id:x",
                "-git@host:x",
                "git@host:-x",
                "git@host:../x",
                "git@host:x/../../y",
                "git@host:x;id",
                "git@host:$(id)",
                "git@host:`id`",
                "host:path",
                "relative/path",
                "./path",
                "../path",
                "~/path",
                "/a/../b",
                "/a b",
                "/",
                "C:\\x",
                "/a/%61",
                "file:///a/%61"
            })
    void everythingElseIsRefused(String text) {
        assertThatThrownBy(() -> GitUrl.parse(text))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.errors())
                                .extracting(FieldError::pointer)
                                .containsExactly("/url"));
    }

    @Test
    void anOverlongOneIsRefused() {
        assertThatThrownBy(() -> GitUrl.parse("https://host/" + "a".repeat(3000)))
                .isInstanceOf(ProblemException.class);
    }

    @Property
    void nothingAcceptedLooksLikeAnOptionOrHoldsAControl(@ForAll String text) {
        try {
            GitUrl url = GitUrl.parse(text);
            assertThat(url.argument())
                    .doesNotStartWith("-")
                    .doesNotContain("::ext")
                    .matches("[!-~]+");
        } catch (ProblemException e) {
            assertThat(e.errors()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://host/acme/shop.git,../lib.git,https://host/acme/lib.git",
        "https://host/acme/shop.git/,./sub,https://host/acme/shop.git/sub",
        "https://host/acme/shop,../../other/lib,https://host/other/lib",
        "git@host:acme/shop.git,../lib.git,git@host:acme/lib.git",
        "/srv/git/shop,../lib,/srv/git/lib",
        "https://host/acme/shop,https://other/lib,https://other/lib"
    })
    void submodulesAreResolvedAgainstTheirParent(String base, String submodule, String expected) {
        assertThat(GitUrl.parse(base).resolve(submodule).text()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ext::sh -c id",
                "-u",
                "../../../x",
                "../../../../../x",
                "x/../../y",
                "./-x/../../y",
                "./../..//x"
            })
    void submodulesCannotLeaveByTheirUrl(String submodule) {
        assertThatThrownBy(() -> GitUrl.parse("https://host/acme/shop").resolve(submodule))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void credentialsAreForOneOrigin() {
        GitUrl url = GitUrl.parse("https://host/a");
        assertThat(url.sameOrigin(GitUrl.parse("https://HOST:443/b"))).isTrue();
        assertThat(url.sameOrigin(GitUrl.parse("http://host:443/b"))).isFalse();
        assertThat(url.sameOrigin(GitUrl.parse("https://host:444/b"))).isFalse();
        assertThat(url.sameOrigin(GitUrl.parse("https://host2/b"))).isFalse();
    }
}
