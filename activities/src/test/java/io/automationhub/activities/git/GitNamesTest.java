package io.automationhub.activities.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automationhub.workflows.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitNamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"main", "feature/x-1", "v1.0.0", "refs/heads/main", "release_2", "bug#12", "größe", "a@b", "x=y"
            })
    void usualRefsAreTaken(String ref) {
        assertThat(GitNames.ref(ref)).isEqualTo(ref);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "-", "--upload-pack=x", "-main", "a b", "a..b", "a~1", "a^", "a^{commit}", "a:b", "a?", "a*", "a[b",
                "a\\b", "/a", "a/", "a//b", ".a", "a/.b", "a.", "a.lock", "a.lock/b", "@", "a@{1}", "a\nb", "a\u0000b",
                "a\u007fb", "a\u202eb", "a\u00a0b", "+a"
            })
    void oddRefsAreRefused(String ref) {
        assertThatThrownBy(() -> GitNames.ref(ref)).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abc",
                "../x",
                "0123456789012345678901234567890123456789\n",
                "012345678901234567890123456789012345678G"
            })
    void onlyWholeCommitsAreCommits(String commit) {
        assertThatThrownBy(() -> GitNames.commit(commit)).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "-a", ".a", "a\\b", "a\u0000", "a b", "x.lock"})
    void directoriesArePlainNames(String name) {
        assertThatThrownBy(() -> GitNames.directory("/project", name)).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fatal: repository 'https://x/' not found|ABSENT",
                "fatal: Authentication failed for 'https://x/'|ABSENT",
                "fatal: could not read Username for 'https://x': terminal prompts disabled|ABSENT",
                "git@x: Permission denied (publickey).|ABSENT",
                "fatal: remote error: upload-pack: not our ref 0123|UNADVERTISED",
                "error: Server does not allow request for unadvertised object 0123|UNADVERTISED",
                "fatal: write error: No space left on device|DISK_FULL",
                "error: object 0123: contains '..'|HOSTILE",
                "error: invalid path '.git/config'|HOSTILE",
                "error: inflate: data stream error (incorrect header check)|BROKEN_CACHE",
                "fatal: unable to access 'https://x/': Failed to connect to x port 443|UPSTREAM",
                "fatal: the remote end hung up unexpectedly|UPSTREAM",
                "|UPSTREAM"
            })
    void failuresAreToldApart(String line, GitFailure failure) {
        assertThat(GitFailure.of(line == null ? List.of() : List.of("Cloning", line)))
                .isEqualTo(failure);
    }

    @Test
    void aCredentialIsNeverPrinted() {
        GitCredential token = GitCredential.of("ghp_secret\n");
        assertThat(token.toString()).doesNotContain("secret");
        assertThat(token.authorization()).isEqualTo("Basic eC1hY2Nlc3MtdG9rZW46Z2hwX3NlY3JldA==");
        assertThat(GitCredential.of("ada:pw").authorization()).isEqualTo("Basic YWRhOnB3");
        assertThatThrownBy(() -> GitCredential.of("a\r\nX-Evil: 1")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> GitCredential.of(" ")).isInstanceOf(ProblemException.class);
    }
}
