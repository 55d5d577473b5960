package phoenix.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import phoenix.lab.host.LabLeftovers;

/** Whether a lab is there, and its end. */
final class LabPresence {
    private LabPresence() {}

    static boolean exists(LabOptions lab) {
        return Files.isDirectory(
                lab.simulate ? lab.simulatedFolder() : lab.place().rootfs());
    }

    /** @param purge whether its files go as well */
    static void down(LabOptions lab, boolean purge, Console console) {
        if (lab.simulate) {
            if (purge) {
                remove(lab.simulatedFolder());
            }
        } else if (purge) {
            LabLeftovers.purge(lab.place(), line -> console.tell("lab: " + line));
        } else {
            LabLeftovers.down(lab.place(), line -> console.tell("lab: " + line));
        }
        console.result(lab.label() + " is " + (purge ? "gone" : "down"));
    }

    static void remove(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }
}
