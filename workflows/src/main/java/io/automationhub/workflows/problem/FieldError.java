package io.automationhub.workflows.problem;

/**
 * One thing wrong with an input.
 *
 * @param pointer JSON Pointer (RFC 6901) to the value, empty for the whole document
 * @param detail what is wrong with it, a sentence for people
 */
public record FieldError(String pointer, String detail) {}
