package phoenix.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import phoenix.orchestrator.plan.Redo;
import phoenix.pve.VmId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line: what can be asked of Phoenix. */
@Command(
        name = "phoenix",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        addMethodSubcommands = false,
        header = "From a bare Proxmox VE host to healthy workloads, from declarative JSON.",
        synopsisHeading = "%nUsage: ",
        customSynopsis = {
            "phoenix [options] ID...           make these guests, and what they need",
            "       phoenix [options] --all           make every guest of the files",
            "       phoenix [options] --delete ID...  delete guests",
            "       phoenix --rollback ID SNAPSHOT    take a guest back to a snapshot",
            "       phoenix --test SUITE [ID...]      run a test suite",
            "       phoenix --smoke-test [ID...]      see whether all is well",
            "       phoenix --setup-hypervisor        set the node itself up",
            "       phoenix validate                  check the files, and nothing else",
            "       phoenix status                    show every guest",
            "       phoenix graph                     draw what is made from what",
            "       phoenix show ID...                show what guests get, and from where",
            "       phoenix export ID...              write down guests that are there already",
            "       phoenix start|stop|restart ID...  power, in the order of what needs what",
            "       phoenix enter|logs ID             a shell inside a guest; what it said",
            "       phoenix exec ID -- COMMAND...     run a program inside a guest",
            "       phoenix lab [status|shell|serve|env|down]",
            ""
        },
        footerHeading = "%nWhich node: ",
        footer = {
            "PROXMOX_VE_ENDPOINT names one, with PROXMOX_VE_API_TOKEN, or",
            "PROXMOX_VE_USERNAME and PROXMOX_VE_PASSWORD; PROXMOX_VE_SSH_USERNAME for the",
            "shell; PROXMOX_VE_FINGERPRINT or PROXMOX_VE_CA_FILE for a certificate of its",
            "own. Else, on a Proxmox VE node, the node itself. Else a lab: a disposable host",
            "that phoenix makes on this machine.",
            "",
            "Exit codes: 0 done, 1 a step failed, 2 changes (--detailed-exitcode),",
            "3 configuration invalid, 4 node unreachable or not authorised, 5 consent",
            "missing, 64 usage, 130 interrupted."
        })
final class Phoenix implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private LabOptions lab = new LabOptions();

    @Mixin
    private TestOptions tests = new TestOptions();

    @Mixin
    private RollbackOptions rollback = new RollbackOptions();

    @Mixin
    private HostOptions host = new HostOptions();

    @Mixin
    private ReportOptions reports = new ReportOptions();

    @Option(
            names = "--config",
            paramLabel = "DIR",
            defaultValue = "/etc/phoenix",
            description = "the folder of the three configuration files (default: ${DEFAULT-VALUE})")
    private Path config = Path.of("/etc/phoenix");

    @Option(names = "--all", description = "every guest of the files")
    private boolean all;

    @Option(names = "--delete", description = "delete the guests; asks for each, by name")
    private boolean delete;

    @Option(
            names = "--reconfigure",
            description = "do all of it again, in place, whatever was done before: options, features, application,"
                    + " health check, snapshots")
    private boolean reconfigure;

    @Option(
            names = "--rebuild",
            description = "delete what was made from an older state of its source, and make it anew; asks for each,"
                    + " by name")
    private boolean rebuild;

    @Option(
            names = "--adopt",
            description =
                    "take over these guests where somebody else made them: the note is written, and what differs is"
                            + " changed")
    private boolean adopt;

    @Option(names = "--allow-restart", description = "agree to restarts of running guests")
    private boolean allowRestart;

    @Option(
            names = "--allow-recreate",
            paramLabel = "ID",
            split = ",",
            description = "agree that these guests are deleted and made anew")
    private List<String> allowRecreate = new ArrayList<>();

    @Option(
            names = "--drop-snapshots",
            paramLabel = "NAME",
            split = ",",
            description =
                    "delete these snapshots of the named guests where Phoenix took them and the files declare them"
                            + " no more")
    private List<String> dropSnapshots = new ArrayList<>();

    @Option(names = "--yes", description = "agree to restarts, and to what --delete would ask; never to re-creation")
    private boolean yes;

    @Option(names = "--dry-run", description = "show the plan and change nothing; with -v the exact calls and commands")
    private boolean dryRun;

    @Option(
            names = "--detailed-exitcode",
            description = "exit code 2 if something was changed, or with --dry-run: would be")
    private boolean detailedExitCode;

    @Option(
            names = {"-v", "--verbose"},
            description = "show the output of scripts and tasks as it comes")
    private boolean verbose;

    @Parameters(paramLabel = "ID", arity = "0..*", description = "guests, by their IDs")
    private List<String> ids = new ArrayList<>();

    @Override
    public Integer call() {
        if (tests.only()) {
            return test().code();
        }
        if (rollback.wanted() && (all || delete || reconfigure || rebuild || adopt || !ids.isEmpty())) {
            throw usage("--rollback takes one ID and one snapshot, and goes with no other order");
        }
        if (rollback.from != null && !reconfigure) {
            throw usage("--from goes with --reconfigure");
        }
        List<VmId> guests = guests(rollback.wanted() ? rollback.guest() : ids);
        if (all && !guests.isEmpty()) {
            throw usage("--all and IDs exclude each other");
        }
        if (all && delete) {
            throw usage("--delete takes IDs; there is no way to delete all guests at once");
        }
        if (host.setUp && (all || !guests.isEmpty() || delete || reconfigure || rebuild || adopt)) {
            throw usage("--setup-hypervisor goes alone: set the node up first, then make guests");
        }
        host.mistake().ifPresent(mistake -> {
            throw usage(mistake);
        });
        if (!host.setUp && !all && guests.isEmpty()) {
            throw usage(
                    delete
                            ? "--delete needs the IDs of the guests"
                            : "nothing to do: name guests by their IDs, or --all");
        }
        if (reconfigure && rebuild) {
            throw usage("--reconfigure and --rebuild exclude each other");
        }
        if (delete && (reconfigure || rebuild)) {
            throw usage((rebuild ? "--rebuild" : "--reconfigure") + " does not go with --delete");
        }
        if (adopt && (all || delete || rebuild)) {
            throw usage("--adopt takes IDs, and goes neither with --delete nor with --rebuild");
        }
        if (!dropSnapshots.isEmpty() && (delete || host.setUp || rollback.wanted())) {
            throw usage("--drop-snapshots goes with making guests: with IDs, or with --all");
        }
        RunOptions options = new RunOptions(
                dryRun, reports.json(), redo(), adopt, tests.withTests(), Set.copyOf(dropSnapshots), consent());
        Session session = Session.ofProcess(lab, config, verbose).reporting(reports);
        ExitCode code = host.setUp
                ? new SetUpRun(session, options, host).run()
                : delete
                        ? new DeleteRun(session, guests, options).run()
                        : rollback.wanted()
                                ? new RollbackRun(session, guests, rollback, options).run()
                                : new ConvergeRun(session, guests, all, options, rollback).run();
        return code == ExitCode.DONE && detailedExitCode && session.foundChanges()
                ? ExitCode.CHANGES.code()
                : code.code();
    }

    private ExitCode test() {
        if (delete
                || reconfigure
                || rebuild
                || adopt
                || tests.withTests()
                || !dropSnapshots.isEmpty()
                || (tests.suite() != null && tests.smokeTest())) {
            throw usage("--test and --smoke-test only test: they go with no other order, nor with each other");
        }
        boolean host = ids.contains(TestRun.HOST);
        List<VmId> guests =
                guests(ids.stream().filter(id -> !id.equals(TestRun.HOST)).toList());
        RunOptions options = new RunOptions(dryRun, reports.json(), Redo.NOTHING, false, false, Set.of(), consent());
        return new TestRun(Session.ofProcess(lab, config, verbose).reporting(reports), guests, host, options)
                .run(tests.suite());
    }

    Path config() {
        return config;
    }

    LabOptions lab() {
        return lab;
    }

    /**
     * Nobody who writes {@code --dry-run lab down} expects anything to go.
     *
     * @throws ParameterException if an option was given that only runs have
     */
    void refuseOptionsOfRuns(String command) {
        spec.commandLine().getParseResult().matchedOptions().stream()
                .map(OptionSpec::longestName)
                .filter(name -> !name.equals("--simulate"))
                .findFirst()
                .ifPresent(name -> {
                    throw usage(name + " does not go with " + command);
                });
    }

    private Redo redo() {
        return rebuild ? Redo.ANEW : reconfigure ? Redo.IN_PLACE : Redo.NOTHING;
    }

    private Consent.Given consent() {
        return new Consent.Given(yes, allowRestart, Set.copyOf(guests(allowRecreate)));
    }

    List<VmId> guests(List<String> texts) {
        try {
            return texts.stream().map(VmId::parse).distinct().toList();
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage() == null ? "wrong guest ID" : e.getMessage());
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
