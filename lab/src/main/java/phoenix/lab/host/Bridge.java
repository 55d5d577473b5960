package phoenix.lab.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The machine's side of the lab's network: one bridge with an address, and IP forwarding.
 *
 * <p>Forwarding is switched on if it was off, which is noted, and switched off again when the last lab goes down.
 */
final class Bridge {
    private static final Path LINKS = Path.of("/sys/class/net");
    private static final Path FORWARDING = Path.of("/proc/sys/net/ipv4/ip_forward");
    /** Below {@code /run}, because the switch itself does not outlive a restart of the machine either. */
    private static final Path WAS_OFF = Path.of("/run/phoenix-lab/ip_forward-was-off");

    private final LabName name;

    Bridge(LabName name) {
        this.name = name;
    }

    boolean isUp() {
        return Files.exists(LINKS.resolve(name.bridge()));
    }

    /** Makes the bridge, unless it is there; done again after a kill in the middle, it completes the bridge. */
    void up(Subnet subnet) {
        forward();
        if (!isUp()) {
            Program.of("ip", "link", "add", "name", name.bridge(), "address", hardwareAddress(subnet), "type", "bridge")
                    .run();
        }
        Program.of("ip", "link", "set", "dev", name.bridge(), "alias", name.comment())
                .run();
        Program.of("ip", "address", "replace", subnet.gateway() + "/24", "dev", name.bridge())
                .run();
        Program.of("ip", "link", "set", "dev", name.bridge(), "up").run();
    }

    /** Removes what a killed LXC left of the node's interface. */
    void removePort() {
        if (links().contains(name.port())) {
            Program.of("ip", "link", "delete", "dev", name.port()).run();
        }
    }

    /** Removes the bridge, and what a killed LXC may have left of the port. */
    void down() {
        for (String link : links()) {
            Program.of("ip", "link", "delete", "dev", link).run();
        }
        if (Files.exists(WAS_OFF) && !anotherLabIsUp()) {
            write(FORWARDING, "0\n");
            PlainFile.delete(WAS_OFF);
        }
    }

    /** Those of the lab's links that are there. */
    List<String> links() {
        return Stream.of(name.port(), name.bridge())
                .filter(link -> Files.exists(LINKS.resolve(link)))
                .toList();
    }

    /** A fixed address: a bridge without one changes it with its ports, and the guests' neighbour tables go stale. */
    private static String hardwareAddress(Subnet subnet) {
        return String.format("02:70:68:78:%02x:01", subnet.third());
    }

    private static void forward() {
        if (PlainFile.read(FORWARDING).strip().equals("0")) {
            PlainFile.write(WAS_OFF, "");
            write(FORWARDING, "1\n");
        }
    }

    private static boolean anotherLabIsUp() {
        return PlainFile.list(LINKS).stream()
                .anyMatch(link -> String.valueOf(link.getFileName()).startsWith(LabName.PREFIX));
    }

    private static void write(Path switchFile, String value) {
        try {
            Files.writeString(switchFile, value);
        } catch (java.io.IOException failed) {
            throw new phoenix.lab.node.NodeException("cannot write " + switchFile + ": " + failed, failed);
        }
    }
}
