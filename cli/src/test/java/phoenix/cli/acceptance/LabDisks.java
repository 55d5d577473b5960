package phoenix.cli.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Three small disks of the lab's node: loop devices with a stand-in for lsblk's serial numbers, {@code /dev/lab-disk-a} to {@code -c}. */
final class LabDisks {
    private final Site site;

    LabDisks(Site site) {
        this.site = site;
    }

    void make() {
        onNode("sh", "-c", resource("make-disks.sh"));
    }

    void giveBack() {
        onNode("sh", "-c", resource("give-disks-back.sh"));
    }

    /**
     * Gives back what a killed run left: the disks of a lab that is not mounted any more, and of the one that is about to be removed, which
     * they would keep from that.
     *
     * @param lab the lab's system on this machine, if it is there
     */
    static void giveBackLeftovers(Path lab) {
        Set<String> mounted = output("cat", "/proc/self/mountinfo").stream()
                .map(line -> line.split(" ")[2])
                .collect(Collectors.toSet());
        for (String line : output("losetup", "--list", "--noheadings", "--output", "NAME,BACK-MAJ:MIN,BACK-FILE")) {
            String[] words = line.strip().split("\\s+");
            boolean ours = words.length > 2 && words[2].startsWith("/var/lib/lab-disks/");
            if (ours && (!mounted.contains(words[1]) || words[1].equals(device(lab)))) {
                output("losetup", "--detach", words[0]);
            }
        }
    }

    private static String device(Path path) {
        List<String> answer = output("stat", "--format=%Hd:%Ld", path.toString());
        return answer.isEmpty() ? "" : answer.get(0);
    }

    private static List<String> output(String... argv) {
        try {
            Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                return lines.lines().toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String onNode(String... argv) {
        try (ByHand hand = ByHand.on(site)) {
            return hand.onNode(argv);
        }
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(LabDisks.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
