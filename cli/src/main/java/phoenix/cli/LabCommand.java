package phoenix.cli;

import java.io.IOException;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import phoenix.lab.Access;
import phoenix.lab.Lab;
import phoenix.lab.host.LabStatus;
import phoenix.lab.node.NodeException;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.actual.NodeReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code phoenix lab ...}: the disposable host that is used where no Proxmox node is given. */
@Command(
        name = "lab",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "status|shell|serve|env|down",
        description =
                "A disposable Proxmox-shaped host on this machine, used where no other node is given. PHOENIX_LAB names another one.")
final class LabCommand implements Runnable {
    @ParentCommand
    private Phoenix phoenix = new Phoenix();

    private final Console console = Console.ofProcess(System.getenv());

    @Override
    public void run() {
        status();
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "show whether it is there, whether its API is served, and its guests")
    int status() {
        Optional<Access> served = served();
        console.result(lab().label() + ": "
                + served.map(access -> "served by process " + access.server() + " at " + access.endpoint())
                        .orElse("not served; it is opened when a command needs it"));
        if (!LabPresence.exists(lab())) {
            console.result("it has not been made yet");
            return ExitCode.DONE.code();
        }
        if (!lab().simulate && !LabStatus.of(lab().place()).running()) {
            console.result("it is down; a command that needs it starts it again");
            return ExitCode.DONE.code();
        }
        Lab open = lab().open(console, 0);
        try (OpenNode node = LabNode.of(open, lab().name())) {
            open.network().ifPresent(network -> console.result("network " + network));
            for (ActualGuest guest : new NodeReader(node.access())
                    .read(List.of(), List.of())
                    .guests()
                    .values()) {
                console.result("  " + guest.id() + "  " + (guest.running() ? "running" : "stopped") + "  "
                        + guest.name() + (guest.memory().isOurs() ? "" : "  (foreign)"));
            }
        }
        return ExitCode.DONE.code();
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "a root shell on its node, with pct, pvesh, pvesm and pveam")
    int shell() throws IOException, InterruptedException {
        try (Lab open = lab().open(console, 0)) {
            List<String> argv = new ArrayList<>(open.shellPrefix()
                    .orElseThrow(() -> new CommandFailure(
                            ExitCode.USAGE, "a simulated lab has no shell", "leave --simulate out")));
            argv.addAll(List.of("bash", "--login"));
            return new ProcessBuilder(argv).inheritIO().start().waitFor();
        }
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "serve its API on loopback, in the foreground, until Ctrl-C")
    int serve(
            @Option(names = "--port", defaultValue = "8006", description = "default: ${DEFAULT-VALUE}; 0 for any")
                    int port)
            throws InterruptedException {
        if (port < 0 || port > 65535) {
            throw new CommandFailure(
                    ExitCode.USAGE, "there is no port " + port, "choose one from 1 to 65535, or 0 for any");
        }
        try (Lab open = openAt(port)) {
            if (!open.servesItself()) {
                throw new CommandFailure(
                        ExitCode.STEP_FAILED,
                        "process " + open.access().server() + " serves this lab already, at "
                                + open.access().endpoint(),
                        "use that one: phoenix lab env");
            }
            new Interrupts(console).onEnd(open::close);
            console.result(
                    "serving at " + open.access().endpoint() + "; phoenix lab env tells how to log in; Ctrl-C ends it");
            new CountDownLatch(1).await();
        }
        return ExitCode.DONE.code();
    }

    private Lab openAt(int port) {
        try {
            return lab().open(console, port);
        } catch (NodeException e) {
            if (e.getCause() instanceof BindException) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "the lab's API cannot be served on port " + port + ": "
                                + e.getCause().getMessage(),
                        "choose another one with --port, or --port 0 for any that is free");
            }
            throw e;
        }
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "print the variables with which other clients reach its API, while it is served")
    int env() {
        Access access = served().orElseThrow(() -> new CommandFailure(
                ExitCode.NODE_UNAVAILABLE,
                "nobody serves the API of " + lab().label() + " now",
                "run phoenix lab serve in another terminal"));
        print("PROXMOX_VE_ENDPOINT", access.endpoint().toString());
        print("PROXMOX_VE_FINGERPRINT", access.fingerprint());
        print("PROXMOX_VE_USERNAME", access.user());
        print("PROXMOX_VE_PASSWORD", access.password());
        print("PROXMOX_VE_API_TOKEN", access.apiToken());
        return ExitCode.DONE.code();
    }

    @Command(mixinStandardHelpOptions = true, description = "stop it and its guests; what they are stays")
    int down(@Option(names = "--purge", description = "remove it without a trace") boolean purge) {
        served().ifPresent(access -> {
            throw new CommandFailure(
                    ExitCode.STEP_FAILED,
                    "process " + access.server() + " is serving " + lab().label(),
                    "end that command first");
        });
        LabPresence.down(lab(), purge, console);
        return ExitCode.DONE.code();
    }

    private LabOptions lab() {
        phoenix.refuseOptionsOfRuns("lab");
        return phoenix.lab();
    }

    private Optional<Access> served() {
        return lab().simulate ? Lab.served(lab().simulatedFolder()) : Lab.served(lab().place());
    }

    private void print(String name, String value) {
        console.result("export " + name + "='" + value + "'");
    }
}
