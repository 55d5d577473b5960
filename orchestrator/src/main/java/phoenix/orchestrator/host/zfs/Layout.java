package phoenix.orchestrator.host.zfs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import phoenix.orchestrator.desired.host.HostZfs;
import phoenix.orchestrator.host.HostFacts;

/** What pools consist of, in one spelling for what is declared and what is: {@code mirror(/dev/sda,/dev/sdb) log single(/dev/sdc)}. */
final class Layout {
    private Layout() {}

    /** Of a declared pool, by the devices that its paths lead to. */
    static String of(HostZfs.Pool pool, Map<String, Disk> disks) {
        List<String> parts = new ArrayList<>();
        pool.vdevs().forEach(vdev -> parts.add(group(vdev.level(), devices(vdev.disks(), disks))));
        pool.logs().forEach(vdev -> parts.add("log " + group(vdev.level(), devices(vdev.disks(), disks))));
        devices(pool.caches(), disks).forEach(device -> parts.add("cache " + group("single", List.of(device))));
        devices(pool.spares(), disks).forEach(device -> parts.add("spare " + group("single", List.of(device))));
        return parts.stream().sorted().collect(Collectors.joining(" "));
    }

    /** Of a pool that there is. */
    static String of(String pool, HostFacts facts) {
        List<String> parts = new ArrayList<>();
        String section = "";
        String level = "";
        List<String> members = new ArrayList<>();
        for (String line : facts.lines(Pools.LOOK)) {
            String[] words = line.split("\t", -1);
            if (!words[0].equals("member") || words.length != 5 || !words[1].equals(pool)) {
                continue;
            }
            String word = words[3];
            int depth = Integer.parseInt(words[2]);
            if (depth <= 2) {
                flush(parts, section, level, members);
                level = "";
            }
            if (depth == 0) {
                section = switch (word) {
                    case "logs" -> "log ";
                    case "cache" -> "cache ";
                    case "spares" -> "spare ";
                    default -> "";
                };
            } else if (depth == 2 && word.matches("(mirror|raidz[123]?|spare|replacing)(-[0-9]+)?")) {
                level = word.replaceFirst("-[0-9]+$", "").replaceFirst("^raidz$", "raidz1");
            } else {
                String device = words[4].isEmpty() ? word : words[4];
                if (level.isEmpty()) {
                    parts.add(section + group("single", List.of(device)));
                } else {
                    members.add(device);
                }
            }
        }
        flush(parts, section, level, members);
        return parts.stream().sorted().collect(Collectors.joining(" "));
    }

    private static void flush(List<String> parts, String section, String level, List<String> members) {
        if (!members.isEmpty()) {
            parts.add(section + group(level, members));
            members.clear();
        }
    }

    private static List<String> devices(List<String> paths, Map<String, Disk> disks) {
        return paths.stream()
                .map(path ->
                        disks.containsKey(path) && !disks.get(path).device().isEmpty()
                                ? disks.get(path).device()
                                : path)
                .toList();
    }

    private static String group(String level, List<String> devices) {
        return level + "(" + String.join(",", new TreeSet<>(devices)) + ")";
    }
}
