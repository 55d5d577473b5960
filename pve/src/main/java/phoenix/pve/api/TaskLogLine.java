package phoenix.pve.api;

/**
 * A line of a task's log.
 *
 * @param number counted from 1
 */
public record TaskLogLine(long number, String text) {}
