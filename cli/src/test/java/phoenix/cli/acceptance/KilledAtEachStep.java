package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The same command again and again, killed (SIGKILL of its process) just when it begins a step that it had not begun in any run before,
 * until one ends by itself. A command of many steps is killed at every fifth of those by default; {@code -Dkill.stride=1} kills it at each.
 */
final class KilledAtEachStep {
    private static final int STRIDE = Integer.getInteger("kill.stride", 5);
    private static final int KILLED = 137;
    private static final int MOST_RUNS = 100;

    private final Site site;
    private final int stride;
    private final Set<String> begun = new LinkedHashSet<>();
    private int kills;

    private KilledAtEachStep(Site site, int stride) {
        this.site = site;
        this.stride = stride;
    }

    /** For a command of many steps. */
    static KilledAtEachStep withStride(Site site) {
        return new KilledAtEachStep(site, STRIDE);
    }

    /** For a command of few steps: it is killed at each of them. */
    static KilledAtEachStep withoutStride(Site site) {
        return new KilledAtEachStep(site, 1);
    }

    /** Runs the command until it has ended by itself. */
    PhoenixCommand.Ended run(String... arguments) {
        for (int runs = 0; runs < MOST_RUNS; runs++) {
            try (PhoenixCommand command =
                    PhoenixCommand.startUntil(this::isTime, site.commandEnvironment(), site.commandLine(arguments))) {
                PhoenixCommand.Ended ended = command.end(Site.COMMAND_LIMIT);
                if (ended.exitCode() != KILLED) {
                    return ended;
                }
                kills++;
            }
        }
        throw new AssertionError("no end after " + MOST_RUNS + " runs; killed when these began: " + begun);
    }

    /** Expects that there was something to kill. */
    void expectKills(int least) {
        assertThat(kills).as("kills; the steps were %s", begun).isGreaterThanOrEqualTo(Math.max(1, least / stride));
    }

    private synchronized boolean isTime(String line) {
        return Killing.isStepBegun(line)
                && begun.add(line.strip().replaceFirst("^\\S+ +", ""))
                && begun.size() % stride == 0;
    }
}
