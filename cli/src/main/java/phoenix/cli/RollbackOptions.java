package phoenix.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What brings guests back to snapshots. */
final class RollbackOptions {
    @Option(
            names = "--rollback",
            arity = "2",
            paramLabel = "ID SNAPSHOT",
            hideParamSyntax = true,
            description = "go back to a snapshot; shows what is lost, and asks by name")
    private List<String> rollback = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "SNAPSHOT",
            description = "with --reconfigure: go back to that snapshot first")
    @Nullable String from;

    @Option(
            names = "--delete-newer",
            paramLabel = "SNAPSHOT",
            split = ",",
            description = "agree that these snapshots are deleted where the storage only goes back to the newest")
    private List<String> deleteNewer = new ArrayList<>();

    boolean wanted() {
        return !rollback.isEmpty();
    }

    /** The guest, where it was asked for: an ID. */
    List<String> guest() {
        return List.of(rollback.get(0));
    }

    String snapshot() {
        return rollback.get(1);
    }

    Set<String> deletable() {
        return new HashSet<>(deleteNewer);
    }
}
