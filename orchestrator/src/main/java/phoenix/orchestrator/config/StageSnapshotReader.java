package phoenix.orchestrator.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import phoenix.orchestrator.desired.StageSnapshot;

/** Reads {@code snapshots}: those that are taken when a guest has come so far. */
final class StageSnapshotReader {
    /** Names that Proxmox keeps for itself, and those that Phoenix takes anyway. */
    private static final Set<String> RESERVED = Set.of("current", "vzdump", "pre-configured", "final-form");

    private StageSnapshotReader() {}

    static List<StageSnapshot> read(Fields guest, GuestDraft.Common common) {
        List<StageSnapshot> snapshots = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Located<String> own = common.templateSnapshot();
        if (own != null) {
            names.add(own.value());
        }
        for (Fields each : guest.objects("snapshots")) {
            var name = each.word("name");
            var after = each.word("after");
            if (name.isPresent() && after.isPresent()) {
                checkName(name.get(), names, guest.problems());
                checkStage(after.get(), stages(common), guest.problems());
                snapshots.add(new StageSnapshot(
                        name.get().value(),
                        after.get().value(),
                        each.flag("with_memory").map(Located::value).orElse(false)));
            }
        }
        return snapshots;
    }

    private static Set<String> stages(GuestDraft.Common common) {
        Set<String> stages = new LinkedHashSet<>();
        common.features()
                .forEach(feature -> stages.add(feature.value().feature().name()));
        stages.addAll(List.of(StageSnapshot.FEATURES, StageSnapshot.APPLICATION, StageSnapshot.HEALTH));
        return stages;
    }

    private static void checkName(Located<String> name, Set<String> names, Problems problems) {
        if (RESERVED.contains(name.value())) {
            problems.error(
                    name.place(),
                    "the snapshot name '" + name.value()
                            + "' is kept for Proxmox's own use or for the snapshots that are" + " taken anyway",
                    "write another one, such as \"before-docker\"");
        } else if (!names.add(name.value())) {
            problems.error(
                    name.place(), "the snapshot '" + name.value() + "' would be taken twice", "write another name");
        }
    }

    private static void checkStage(Located<String> after, Set<String> stages, Problems problems) {
        if (!stages.contains(after.value())) {
            problems.error(
                    after.place(),
                    "'after' is '" + Shortened.of(after.value())
                            + "', which is neither a feature of this guest nor a stage",
                    "write one of " + String.join(", ", stages));
        }
    }
}
