package phoenix.pve.shell;

import java.time.Duration;
import java.util.List;

/**
 * One program to run: a vector of arguments, never a line for a shell.
 *
 * @param argv program and arguments; no shell looks at them
 * @param input what the program reads on its standard input; empty for none
 * @param limit how long it may run before it is ended and counts as failed
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out; commands are not compared
public record Command(List<String> argv, byte[] input, Duration limit) {
    private static final Duration USUAL_LIMIT = Duration.ofSeconds(60);

    public Command {
        argv = List.copyOf(argv);
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("a command needs a program");
        }
        input = input.clone();
    }

    /** A command without input that may run for a minute. */
    public static Command of(String... argv) {
        return of(List.of(argv));
    }

    /** A command without input that may run for a minute. */
    public static Command of(List<String> argv) {
        return new Command(argv, new byte[0], USUAL_LIMIT);
    }

    public Command withInput(byte[] newInput) {
        return new Command(argv, newInput, limit);
    }

    public Command within(Duration newLimit) {
        return new Command(argv, input, newLimit);
    }

    @Override
    public byte[] input() {
        return input.clone();
    }

    /** The arguments as one would type them, quoted where a shell needs it. For people; nothing runs it. */
    @Override
    public String toString() {
        return ShellQuoting.quote(argv);
    }
}
