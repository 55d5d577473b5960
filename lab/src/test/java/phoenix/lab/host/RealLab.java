package phoenix.lab.host;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import phoenix.lab.node.Templates;
import phoenix.pve.DiskSize;
import phoenix.pve.GuestConfig;
import phoenix.pve.VmId;

/** A real lab of a test, on a machine that can have one. Its name begins with {@code t-}. */
final class RealLab {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final LabPlace place;
    private final HostNode node;

    private RealLab(LabPlace place, HostNode node) {
        this.place = place;
        this.node = node;
    }

    /** A fresh lab; what a killed test left of it is removed first. The test is skipped where the machine cannot have one. */
    static RealLab fresh(String name) {
        LabPlace place = place(name);
        LabLeftovers.purge(place, RealLab::tell);
        return new RealLab(place, HostNode.open(place, RealLab::tell));
    }

    /** A lab as it is, or made. */
    static RealLab at(LabPlace place, Consumer<String> progress) {
        return new RealLab(place, HostNode.open(place, progress));
    }

    static LabPlace place(String name) {
        assumeThat(HostRequirements.check().inWords())
                .as("what this machine lacks for a real lab")
                .isEmpty();
        return LabPlace.of(new LabName(name));
    }

    static void tell(String line) {
        System.out.println("lab: " + line);
    }

    HostNode node() {
        return node;
    }

    LabPlace place() {
        return place;
    }

    /** The address with this last number on the lab's network. */
    String address(int last) {
        return node.subnet().address(last);
    }

    static String volume(VmId id) {
        return "subvol-" + id + "-disk-0";
    }

    /** A container's configuration, with one network at {@link #address} of its last two digits. */
    GuestConfig.Section config(VmId id) {
        return GuestConfig.parse("""
                        arch: amd64
                        cores: 1
                        features: nesting=1
                        hostname: guest%1$d
                        memory: 256
                        net0: name=eth0,bridge=vmbr0,gw=%2$s,hwaddr=BC:24:11:00:01:%3$02d,ip=%4$s/24,type=veth
                        ostype: debian
                        rootfs: local-zfs:%5$s,size=4G
                        swap: 256
                        unprivileged: 1
                        """.formatted(
                        id.value(), node.subnet().gateway(), id.value() % 100, address(id.value() % 100), volume(id)))
                .current();
    }

    /** Makes a container's files from the template. */
    void create(VmId id, GuestConfig.Section config, Map<String, String> secrets) {
        node.volumes().create(volume(id), DiskSize.ofGiB(4));
        boolean unprivileged = config.get("unprivileged").isPresent();
        node.containers().unpack(template(), volume(id), unprivileged, line -> {});
        node.containers().setUp(id, config, secrets);
    }

    void remove(VmId id) {
        node.containers().stop(id);
        node.containers().forget(id);
        node.volumes().destroy(volume(id));
    }

    Path template() {
        Templates.Entry entry = node.templates().catalogue().get(0);
        Path target = node.root().resolve("var/lib/vz/template/cache").resolve(entry.template());
        if (!Files.exists(target)) {
            node.templates().make(entry, target, RealLab::tell);
        }
        return target;
    }

    /** Makes a cloud image where the node looks for it: the first time that takes longer than a command may. */
    void makeCloudImage(String name) {
        Path folder = node.root().resolve("var/lib/vz/import");
        Path target = folder.resolve(name);
        if (!Files.exists(target)) {
            PlainFile.makeFolder(folder);
            node.cloudImages().make(name, target, RealLab::tell);
        }
    }

    /** Runs a command in the node. */
    Program.Result run(String... argv) {
        List<String> all = new ArrayList<>(node.shellPrefix());
        all.addAll(Arrays.asList(argv));
        return Program.of(all).tryOut();
    }

    /** Runs a command in a guest, as a user of a Proxmox host would. */
    Program.Result runIn(VmId id, String... argv) {
        List<String> all = new ArrayList<>(List.of("lxc-attach", "-n", id.toString(), "--clear-env", "--"));
        all.addAll(Arrays.asList(argv));
        return run(all.toArray(new String[0]));
    }

    /** Waits until the guest's systemd has started everything, and tells how it went. */
    String awaitStarted(VmId id) {
        return Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> runIn(id, "systemctl", "is-system-running").out().strip(),
                        state -> state.equals("running") || state.equals("degraded"));
    }

    /** Whether an address answers the machine's ping. */
    static boolean answers(String address) {
        try {
            return InetAddress.getByName(address).isReachable(3000);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(address, impossible);
        } catch (java.io.IOException unreachable) {
            throw new java.io.UncheckedIOException(unreachable);
        }
    }
}
