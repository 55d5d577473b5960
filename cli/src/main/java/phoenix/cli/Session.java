package phoenix.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import phoenix.orchestrator.config.ConfigLoader;
import phoenix.orchestrator.config.FeatureFolders;
import phoenix.orchestrator.config.Loaded;
import phoenix.orchestrator.config.Problem;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.desired.SecretTexts;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Subject;
import phoenix.orchestrator.run.FolderLogs;
import phoenix.orchestrator.run.Retrying;
import phoenix.orchestrator.run.RunResult;
import phoenix.orchestrator.run.Runner;
import phoenix.pve.VmId;

/** What every kind of run needs: the console, the files, the node, and a way to carry a plan out. Used by one thread. */
final class Session {
    private final Console console;
    private final Map<String, String> environment;
    private final Installation installation;
    private final LabOptions lab;
    private final Path config;
    private final boolean verbose;
    private boolean foundChanges;
    private boolean onlyImagined;
    private ReportOptions reports = new ReportOptions();
    private SecretTexts secrets = SecretTexts.NONE;

    private Session(
            Console console,
            Map<String, String> environment,
            Installation installation,
            LabOptions lab,
            Path config,
            boolean verbose) {
        this.console = console;
        this.environment = environment;
        this.installation = installation;
        this.lab = lab;
        this.config = config;
        this.verbose = verbose;
    }

    static Session ofProcess(LabOptions lab, Path config, boolean verbose) {
        Map<String, String> environment = System.getenv();
        return new Session(
                Console.ofProcess(environment), environment, Installation.ofProcess(environment), lab, config, verbose);
    }

    Console console() {
        return console;
    }

    Installation installation() {
        return installation;
    }

    /** This with what is to be left of its runs. */
    Session reporting(ReportOptions wanted) {
        RunReports.prepare(wanted.folder());
        reports = wanted;
        return this;
    }

    /** Whether a run of this session changed anything, or a plan that was shown held anything to do. */
    boolean foundChanges() {
        return foundChanges;
    }

    /**
     * Reads the files and tells every problem.
     *
     * @throws CommandFailure if there is an error among them
     */
    Fleet fleet() {
        return loaded().fleet();
    }

    /**
     * Reads the files and tells every problem.
     *
     * @throws CommandFailure if there is an error among them
     */
    Loaded loaded() {
        Loaded loaded = load();
        loaded.problems().forEach(this::tell);
        long errors = loaded.problems().stream()
                .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                .count();
        if (errors > 0) {
            throw new CommandFailure(
                    ExitCode.CONFIGURATION_INVALID,
                    "the configuration in " + config + " has " + errors + (errors == 1 ? " error" : " errors")
                            + "; nothing was touched",
                    "mend what is listed above");
        }
        return loaded;
    }

    /** @throws CommandFailure if one of the guests is in none of the files */
    void checkKnown(Collection<VmId> guests, Fleet fleet) {
        for (VmId id : guests) {
            if (fleet.guest(id).isEmpty()) {
                String known = fleet.guests().stream().map(DesiredGuest::label).collect(Collectors.joining(", "));
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "guest " + id + " is in none of the files",
                        known.isEmpty() ? "declare it in phoenix_lxc_configs.json" : "use one of: " + known);
            }
        }
    }

    /**
     * Reads the files for a command that can do without them, and says so where it has to.
     *
     * @param unknown what is not known without them, as a sentence
     */
    Fleet fleetIfReadable(String unknown) {
        Optional<Loaded> loaded = Files.isDirectory(config) ? Optional.of(load()) : Optional.empty();
        if (loaded.filter(Loaded::isUsable).isEmpty()) {
            console.tell(console.paint(Console.Colour.YELLOW, "Warning: ") + unknown + ": "
                    + (loaded.isEmpty()
                            ? "there is no configuration folder " + config
                            : "the configuration in " + config + " has errors; phoenix validate lists them"));
            return Fleet.EMPTY;
        }
        return loaded.get().fleet();
    }

    /**
     * Reads the files and tells nothing.
     *
     * @throws CommandFailure if there is no such folder
     */
    Loaded load() {
        if (Files.isRegularFile(config)) {
            throw new CommandFailure(
                    ExitCode.CONFIGURATION_INVALID,
                    config + " is a file, and a configuration is a folder",
                    "name the folder that it lies in: --config "
                            + config.toAbsolutePath().getParent());
        }
        if (!Files.isDirectory(config)) {
            throw new CommandFailure(
                    ExitCode.CONFIGURATION_INVALID,
                    "there is no configuration folder " + config,
                    "name one with --config DIR; examples/quickstart is one to begin with");
        }
        if (!Files.isReadable(config) || !Files.isExecutable(config)) {
            throw new CommandFailure(
                    ExitCode.CONFIGURATION_INVALID,
                    "the configuration folder " + config + " cannot be read: permission denied",
                    "make it readable for the user who runs phoenix, or run phoenix as the one whose it is");
        }
        Loaded loaded = ConfigLoader.load(
                config, new FeatureFolders(List.of(config.resolve("features"), installation.features())), environment);
        secrets = loaded.secrets();
        return loaded;
    }

    void tell(Problem problem) {
        boolean error = problem.severity() == Problem.Severity.ERROR;
        console.tell(console.paint(error ? Console.Colour.RED : Console.Colour.YELLOW, error ? "Error: " : "Warning: ")
                + problem.what());
        console.tell("  " + problem.place());
        console.tell("  Try: " + problem.hint());
    }

    /**
     * Opens the node that the environment selects.
     *
     * @param onlyLook whether nothing may be made for it
     */
    OpenNode node(boolean onlyLook) {
        OpenNode node = open(onlyLook);
        console.tell("On " + node.where() + ":");
        return node;
    }

    /** Whether the open node is no whole system: a simulated one, or a look at a lab that has not been made yet. */
    boolean isOnlyImagined() {
        return onlyImagined;
    }

    /** The same to look at only, for commands whose streams are their program's: nothing is said. */
    OpenNode quietNode() {
        return open(true);
    }

    private OpenNode open(boolean onlyLook) {
        Optional<OpenNode> real = lab.simulate
                ? Optional.empty()
                : new RealNode(environment).named().or(RealNode::thisMachine);
        onlyImagined = real.isEmpty() && (lab.simulate || (onlyLook && !LabPresence.exists(lab)));
        return real.orElseGet(() -> LabNode.of(onlyLook ? lab.openToLook(console) : lab.open(console, 0), lab.name()));
    }

    /**
     * Prints a plan and nothing else.
     *
     * @param asJson as data instead of text
     */
    ExitCode show(Plan plan, boolean asJson) {
        foundChanges = !plan.isEmpty();
        if (asJson) {
            console.result(PlanJson.of(plan));
        } else {
            new PlanText(console, verbose).print(plan);
        }
        return plan.refused().isEmpty() ? ExitCode.DONE : ExitCode.STEP_FAILED;
    }

    /** Carries a plan out, shows it as it happens, and prints the recap. */
    ExitCode carryOut(Plan plan, OpenNode node, Map<String, String> addresses) {
        warn(plan);
        if (!plan.isEmpty()) {
            installation
                    .whyNoLogs()
                    .ifPresent(why -> console.tell("Note: this run leaves no logs: " + why + "; PHOENIX_LOG_DIR names"
                            + " another folder for them."));
        }
        Interrupts interrupts = new Interrupts(console);
        RunResult result;
        try (RunView view = LiveView.of(console, verbose)) {
            Clock clock = Clock.systemUTC();
            RunReports reporting = new RunReports(view, console, reports.json(), reports.folder(), clock);
            Runner runner = new Runner(
                    node.access(),
                    new FolderLogs(installation.newRun(clock), clock),
                    reporting,
                    Retrying.usual(),
                    clock,
                    secrets.and(RealNode.secrets(environment)));
            if (!plan.isEmpty()) {
                interrupts.onFirst(runner::stop, view);
            }
            result = runner.run(plan);
            reporting.write(node.where());
        }
        foundChanges = result.changedSomething();
        new Recap(reports.json() ? console.onErrors() : console, addresses).print(result, node.where());
        if (result.succeeded()) {
            return ExitCode.DONE;
        }
        return interrupts.happened() && noFailure(result) ? ExitCode.INTERRUPTED : ExitCode.STEP_FAILED;
    }

    /** What is known of new guests beforehand is said before anybody waits for them; the recap repeats it. */
    private void warn(Plan plan) {
        plan.subjects().stream()
                .filter(subject -> subject.action() == Subject.Action.CREATE)
                .forEach(subject -> subject.remarks()
                        .forEach(remark -> console.tell("Note: " + subject.label() + ": " + remark + ".")));
    }

    private static boolean noFailure(RunResult result) {
        return result.plan().subjects().stream()
                .noneMatch((Subject subject) -> result.failureOf(subject).isPresent());
    }
}
