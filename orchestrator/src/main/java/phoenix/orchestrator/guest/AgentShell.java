package phoenix.orchestrator.guest;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.orchestrator.shipped.ShippedFile;
import phoenix.pve.api.AgentProgram;
import phoenix.pve.api.Pace;
import phoenix.pve.api.PveClient;
import phoenix.pve.api.QemuApi;
import phoenix.pve.shell.Output;
import phoenix.pve.shell.ShellException;

/**
 * Runs programs inside a running VM, by the QEMU guest agent.
 *
 * <p>The agent tells a program's output only once it has ended, takes 64 KiB of text as its input, and knows no deadline. So what takes
 * long, or gets files, is run by a script of ours in a directory that only root can read: the input is written there in pieces, and the
 * output is read from there while the program is at work.
 */
final class AgentShell implements GuestShell {
    private static final String SCRIPT = ShippedFile.text(AgentShell.class, "agent-run.sh");

    /** As base64 that is 60,000 characters; the agent takes 61,440. */
    private static final int PIECE = 45_000;

    private static final Duration SHORT = Duration.ofSeconds(20);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final PveClient client;
    private final Target guest;

    AgentShell(PveClient client, Target guest) {
        this.client = client;
        this.guest = guest;
    }

    @Override
    public Output run(List<String> argv, byte[] input, Duration limit, Consumer<String> onLine) {
        if (input.length == 0 && limit.compareTo(SHORT) <= 0) {
            Output output = atOnce(argv, limit);
            output.stdout().lines().forEach(onLine);
            output.stderr().lines().forEach(onLine);
            return output;
        }
        return streamed(argv, input, limit, onLine);
    }

    private Output streamed(List<String> argv, byte[] input, Duration limit, Consumer<String> onLine) {
        String folder = "/run/phoenix-" + HexFormat.of().formatHex(randomBytes());
        mustSucceed(List.of("mkdir", "-m", "700", folder), "make a directory");
        int pieces = write(folder, input);
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "phoenix", folder, "" + pieces));
        command.addAll(argv);
        long pid = begin(command);
        Pauses pauses = new Pauses(limit);
        int shown = 0;
        AgentProgram program = status(pid);
        while (!program.exited()) {
            pauses.next("run " + argv.get(0) + " in " + guest);
            shown += show(folder, shown, onLine);
            program = status(pid);
        }
        // All of its output comes with its end; what was shown already is not shown again.
        program.stdout().lines().skip(shown).forEach(onLine);
        program.stderr().lines().forEach(onLine);
        return new Output(program.exitCode(), program.stdout(), program.stderr());
    }

    /** Shows the whole lines that were written since, and tells how many they were. */
    private int show(String folder, int shown, Consumer<String> onLine) {
        String more = atOnce(List.of("tail", "-n", "+" + (shown + 1), folder + "/output"), SHORT)
                .stdout();
        List<String> lines =
                more.substring(0, more.lastIndexOf('\n') + 1).lines().toList();
        lines.forEach(onLine);
        return lines.size();
    }

    private int write(String folder, byte[] input) {
        int pieces = 0;
        for (int from = 0; from < input.length; from += PIECE) {
            byte[] piece = Arrays.copyOfRange(input, from, Math.min(input.length, from + PIECE));
            client.send(QemuApi.agentWrite(guest.node(), guest.id(), folder + "/" + pieces++, piece, guest.toString()));
        }
        return pieces;
    }

    private Output atOnce(List<String> argv, Duration limit) {
        long pid = begin(argv);
        Pauses pauses = new Pauses(limit);
        AgentProgram program = status(pid);
        while (!program.exited()) {
            pauses.next("run " + argv.get(0) + " in " + guest);
            program = status(pid);
        }
        return new Output(program.exitCode(), program.stdout(), program.stderr());
    }

    private void mustSucceed(List<String> argv, String what) {
        Output output = atOnce(argv, SHORT);
        if (!output.succeeded()) {
            throw new StepFailure(
                    "cannot " + what + " in " + guest + ": " + output.stderr().strip(),
                    "see that the VM has room and memory left; look inside with: " + guest.lookInside());
        }
    }

    private long begin(List<String> argv) {
        List<String> command = new ArrayList<>(List.of("env"));
        command.addAll(ENVIRONMENT);
        command.addAll(argv);
        return client.send(QemuApi.agentExec(guest.node(), guest.id(), command, "", guest.toString()));
    }

    private AgentProgram status(long pid) {
        return client.send(QemuApi.agentExecStatus(guest.node(), guest.id(), pid, guest.toString()));
    }

    private static byte[] randomBytes() {
        byte[] bytes = new byte[8];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** Growing pauses between two looks, up to a deadline. */
    private static final class Pauses {
        private final Duration limit;
        private final long begin = Pace.REAL.nanos();
        private Duration pause = FIRST_PAUSE;

        Pauses(Duration limit) {
            this.limit = limit;
        }

        void next(String purpose) {
            if (Pace.REAL.nanos() - begin > limit.toNanos()) {
                throw new ShellException.TimedOut(
                        "cannot " + purpose + ": it did not end within " + limit.toSeconds() + " s",
                        "it may still be at work there; look inside, or allow more time",
                        null);
            }
            try {
                Pace.REAL.pause(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ShellException.Interrupted(
                        "cannot " + purpose + ": interrupted", "what runs inside the VM goes on; run again", e);
            }
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        }
    }
}
