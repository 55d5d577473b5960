package phoenix.orchestrator.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.desired.Inputs;
import phoenix.orchestrator.desired.Suite;
import phoenix.orchestrator.guest.Errand;
import phoenix.orchestrator.guest.GuestFiles;
import phoenix.orchestrator.guest.Scripts;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.orchestrator.plan.StepLog;

/**
 * A test that runs a script, with the shared helper and the guest's part of the configuration beside it, as application scripts have
 * them. Scripts of one place go one by one.
 *
 * @param helper the file that is copied beside every script
 */
public record ScriptTrial(Grounds grounds, Suite.Work.Script script, Path helper) implements Trial {
    private static final int SHOWN_LINES = 20;

    @Override
    public Optional<Finding> make(NodeAccess node, Duration limit, StepLog log) {
        String name = String.valueOf(script.file().getFileName());
        Map<String, String> environment =
                grounds.guest().map(Scripts::environment).orElse(Map.of());
        Errand errand = new Errand(files(name), name, script.arguments(), environment, limit);
        int exitCode = errand.run(grounds.programs(node), "run the test " + name + " " + where(), log);
        return exitCode == 0
                ? Optional.empty()
                : Optional.of(new Finding(words(), "ended with exit code " + exitCode, log.last(SHOWN_LINES)));
    }

    private SortedMap<String, byte[]> files(String name) {
        SortedMap<String, byte[]> files =
                GuestFiles.start(grounds.guest().map(DesiredGuest::inputs).orElse(Inputs.NONE), helper);
        files.put(name, content(script.file()));
        return files;
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new StepFailure(
                    "cannot read " + file + ": " + e.getMessage(),
                    "see that it is there and may be read, then run again");
        }
    }

    private String words() {
        return String.join(" ", List.of(script.file().toString(), String.join(" ", script.arguments())))
                .strip();
    }

    @Override
    public String where() {
        return grounds.where();
    }

    @Override
    public String expected() {
        return "exit code 0";
    }

    @Override
    public String preview() {
        return "run " + where() + ": " + words();
    }

    @Override
    public String hint() {
        return "mend what it complains of, or " + script.file();
    }

    @Override
    public Set<String> lanes() {
        return Set.of("script " + where());
    }
}
