package io.automationhub.activities.docker;

import java.util.List;

/**
 * What a command run inside a container did.
 *
 * @param lines its last output lines, at most 200
 */
public record ExecResult(int exitCode, List<String> lines) {}
