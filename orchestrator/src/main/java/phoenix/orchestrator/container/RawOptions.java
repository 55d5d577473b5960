package phoenix.orchestrator.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import phoenix.orchestrator.actual.NodeFacts;
import phoenix.orchestrator.desired.AppArmor;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Impact;
import phoenix.pve.GuestConfig.RawEntry;
import phoenix.pve.RawLines;

/**
 * Which lines of LXC's own a container shall have: those of the file, those of GPUs where there is no option for them, and those by which
 * it is confined.
 *
 * <p>Where the node's kernel has no AppArmor nothing can confine a container, and LXC does not start one that names a profile: such lines
 * are left out.
 */
final class RawOptions {
    private static final String PROFILE = "lxc.apparmor.profile";
    private static final String NESTING = "lxc.apparmor.allow_nesting";

    private RawOptions() {}

    /**
     * All of them.
     *
     * @param have the lines that are there
     * @param managedBefore the names that the note holds
     */
    static List<RawEntry> wanted(
            DesiredContainer want, List<RawEntry> have, Set<String> managedBefore, NodeFacts facts) {
        List<RawEntry> lines = new ArrayList<>();
        if (want.rawOptions() != null) {
            want.rawOptions().forEach(option -> lines.add(new RawEntry(option.key(), option.value())));
        } else if (!managedBefore.contains(Settings.RAW_LINES)) {
            lines.addAll(have);
            if (want.appArmor() != null || managedBefore.contains(Settings.APPARMOR)) {
                lines.removeIf(line -> line.key().equals(PROFILE) || line.key().equals(NESTING));
            }
        }
        if (want.gpus() != null || managedBefore.contains(Settings.GPUS)) {
            List<RawEntry> others = GpuLines.without(lines);
            lines.clear();
            lines.addAll(others);
        }
        facts.gpus()
                .ifPresent(gpus -> GpuLines.of(DevicePoints.gpuPaths(want.gpus(), facts), gpus).stream()
                        .filter(line -> !lines.contains(line))
                        .forEach(lines::add));
        if (facts.appArmor().orElse(true)) {
            confinement(want).forEach((key, value) -> {
                if (lines.stream().noneMatch(line -> line.key().equals(key))) {
                    lines.add(new RawEntry(key, value));
                }
            });
        }
        return List.copyOf(lines);
    }

    /** Whether the file asks for a confinement that the node's kernel knows nothing of. */
    static boolean lacksAppArmor(DesiredContainer want, NodeFacts facts) {
        return want.appArmor() instanceof AppArmor.Profile && !facts.appArmor().orElse(true);
    }

    /** The differences, key by key. */
    static List<Change> changes(List<RawEntry> have, List<RawEntry> want) {
        if (RawLines.same(have, want)) {
            return List.of();
        }
        Map<String, String> before = byKey(have);
        Map<String, String> after = byKey(want);
        Set<String> keys = new java.util.TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        return keys.stream()
                .filter(key -> !before.getOrDefault(key, "").equals(after.getOrDefault(key, "")))
                .map(key -> new Change(
                        key,
                        before.getOrDefault(key, ""),
                        after.getOrDefault(key, ""),
                        "differs from the file",
                        Impact.RESTART))
                .toList();
    }

    private static Map<String, String> byKey(List<RawEntry> lines) {
        Map<String, String> byKey = new TreeMap<>();
        lines.forEach(line -> byKey.merge(line.key(), line.value().strip(), (one, other) -> one + " | " + other));
        return byKey;
    }

    private static Map<String, String> confinement(DesiredContainer want) {
        AppArmor appArmor = want.appArmor();
        if (appArmor == null || appArmor instanceof AppArmor.Generated) {
            return Map.of();
        } else if (appArmor instanceof AppArmor.Unconfined) {
            return Map.of(PROFILE, "unconfined");
        } else if (appArmor instanceof AppArmor.Profile profile) {
            Map<String, String> lines = new TreeMap<>(Map.of(PROFILE, profile.name()));
            if (profile.nesting()) {
                lines.put(NESTING, "1");
            }
            return lines;
        }
        throw new IllegalArgumentException("unknown kind of confinement: " + appArmor);
    }
}
