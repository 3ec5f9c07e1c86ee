package io.automationhub.activities.git;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.util.List;
import java.util.regex.Pattern;

/** Tells from git's last words what went wrong; the words themselves are the evidence. */
enum GitFailure {
    DISK_FULL("No space left on device|Disk quota exceeded", ProblemType.DISK_FULL, "The disk is full"),
    REDIRECTED(
            "unable to update url base from redirection|error: 30[1278]",
            ProblemType.SOURCE_NOT_FOUND,
            "The server redirects to another URL; use that one"),
    HOST_KEY(
            "Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED|No .* host key is known for",
            ProblemType.INVALID,
            "The ssh server shows another host key than the one known for it; somebody may be in between. If the server"
                    + " was given a new key, put that behind the private key in the secret, or take the server's line"
                    + " out of git/known_hosts in the host's work folder"),
    UNADVERTISED(
            "does not allow request for unadvertised object|not our ref|remote error: upload-pack: not our ref",
            ProblemType.SOURCE_NOT_FOUND,
            "The commit does not exist in the repository"),
    ABSENT(
            "[Rr]epository.*not found|not found|couldn't find remote ref|does not appear to be a git repository"
                    + "|does not exist|[Aa]uthentication failed|could not read (Username|Password)|Permission denied"
                    + "|access denied|error: 40[134]|dubious ownership",
            ProblemType.SOURCE_NOT_FOUND,
            "The repository does not exist, or the credential does not open it"),
    BROKEN_CACHE(
            "shallow file has changed|loose object .* is corrupt|bad object|unable to read|inflate:"
                    + "|packfile .* (is corrupt|cannot be|does not match)|missing (blob|tree|commit)|index file corrupt"
                    + "|did not send all necessary objects|bad (shallow|config)|not a git repository",
            ProblemType.UPSTREAM_FAILED,
            "The repository could not be read whole"),
    HOSTILE(
            "fsck error|contains '\\.\\.'|contains '\\.git'|invalid path|fullPathname|hasDotgit|hasDotdot"
                    + "|gitmodules(Url|Path|Name|Symlink|Blob|Parse)",
            ProblemType.INVALID,
            "The repository holds something that is refused for safety"),
    UPSTREAM(".", ProblemType.UPSTREAM_FAILED, "The git server could not be read from");

    private static final int EVIDENCE_LINES = 20;

    private final Pattern sign;
    private final ProblemType type;
    private final String detail;

    GitFailure(String sign, ProblemType type, String detail) {
        this.sign = Pattern.compile(sign);
        this.type = type;
        this.detail = detail;
    }

    /** The first kind whose sign is found in any line. */
    static GitFailure of(List<String> lines) {
        for (GitFailure failure : values()) {
            if (lines.stream().anyMatch(line -> failure.sign.matcher(line).find())) {
                return failure;
            }
        }
        return UPSTREAM;
    }

    /** The problem, with git's last lines as evidence. */
    ProblemException problem(List<String> lines) {
        ObjectNode evidence = JsonNodeFactory.instance.objectNode();
        ArrayNode last = evidence.putArray("lines");
        lines.subList(Math.max(0, lines.size() - EVIDENCE_LINES), lines.size()).forEach(last::add);
        return new ProblemException(type, detail).withEvidence(evidence);
    }
}
