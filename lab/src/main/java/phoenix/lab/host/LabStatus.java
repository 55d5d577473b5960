package phoenix.lab.host;

import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import phoenix.pve.VmId;

/**
 * How a lab is, looked at without changing anything.
 *
 * @param made whether its files are there
 * @param running whether its node runs
 * @param guests those that run
 * @param subnet its network, once it has one
 * @param bytesOnDisk what its files really take
 */
public record LabStatus(
        LabPlace place, boolean made, boolean running, List<VmId> guests, Optional<Subnet> subnet, long bytesOnDisk) {
    public LabStatus {
        guests = List.copyOf(guests);
    }

    /** Looks at a lab. */
    public static LabStatus of(LabPlace place) {
        if (!Files.isDirectory(place.home())) {
            return new LabStatus(place, false, false, List.of(), Optional.empty(), 0);
        }
        HostContainer node = new HostContainer(place);
        boolean running = node.isRunning();
        List<VmId> guests = running
                ? List.copyOf(new LxcContainers(place, node, new BtrfsVolumes(place.pool())).running())
                : List.of();
        String used = Program.of(
                        "du",
                        "--summarize",
                        "--one-file-system",
                        "--block-size=1",
                        place.home().toString())
                .run();
        return new LabStatus(
                place,
                Files.exists(place.disk()),
                running,
                guests,
                Subnet.recorded(place),
                Long.parseLong(used.split("\\s+")[0]));
    }
}
