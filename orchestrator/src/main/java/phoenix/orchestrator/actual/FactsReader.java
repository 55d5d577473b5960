package phoenix.orchestrator.actual;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.AppArmor;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.desired.DesiredVm;
import phoenix.orchestrator.node.GraphicsDriver;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.pve.GuestFirewall;
import phoenix.pve.VmId;
import phoenix.pve.api.ClusterApi;
import phoenix.pve.api.FirewallApi;
import phoenix.pve.api.GuestPath;
import phoenix.pve.api.HardwareApi;
import phoenix.pve.api.NodeApi;
import phoenix.pve.api.PveException;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.NodeShell;
import phoenix.pve.shell.Output;

/**
 * Looks at what stands beside the guests' configurations, as far as the guests' wishes depend on it: one command for each kind of
 * thing, however many guests ask for it. Without a shell the firewalls are asked for call by call, and the rest cannot be seen.
 */
final class FactsReader {
    private static final Command GPUS =
            Command.of("find", "/dev", "-maxdepth", "2", "-path", "/dev/nvidia*", "!", "-type", "d");
    private static final Command APPARMOR = Command.of("cat", "/sys/module/apparmor/parameters/enabled");

    private static final Command KEYS =
            Command.of("cat", "/root/.ssh/id_rsa.pub", "/root/.ssh/id_ed25519.pub", "/root/.ssh/id_ecdsa.pub");

    private static final Command DRIVERS = Command.of(
            "/bin/sh",
            "-c",
            "cd /sys/bus/pci/devices 2>/dev/null || exit 0; for d in */driver; do"
                    + " echo \"${d%/driver} $(basename \"$(readlink \"$d\")\")\"; done");

    private static final Pattern RELEASE = Pattern.compile("^(\\d+)\\.(\\d+)");

    private final NodeAccess node;
    private final Collection<DesiredContainer> wanted;
    private final Collection<DesiredVm> vms;

    FactsReader(NodeAccess node, Collection<DesiredContainer> wanted, Collection<DesiredVm> vms) {
        this.node = node;
        this.wanted = wanted;
        this.vms = vms;
    }

    /** @param firewallsToo guests whose firewalls are looked at whatever is wished of them */
    NodeFacts read(Map<VmId, String> pools, Map<VmId, ActualGuest> guests, Collection<VmId> firewallsToo) {
        boolean gpus = wanted.stream()
                .anyMatch(container ->
                        container.gpus() != null && !container.gpus().isEmpty());
        boolean confined = wanted.stream()
                .anyMatch(container ->
                        container.appArmor() != null && !(container.appArmor() instanceof AppArmor.Generated));
        Stream<VmId> wished = all().filter(guest -> guest.firewall() != null || hadFirewall(guests.get(guest.id())))
                .map(DesiredGuest::id);
        List<VmId> firewalls = Stream.concat(wished, firewallsToo.stream())
                .distinct()
                .filter(guests::containsKey)
                .toList();
        NodeFacts facts = new NodeFacts(
                        pools,
                        firewalls.isEmpty() ? Map.of() : firewalls(firewalls, guests),
                        gpus ? node.shell().map(this::gpus) : Optional.empty(),
                        confined ? node.shell().map(FactsReader::appArmor) : Optional.empty())
                .with(missingPools());
        return hardware().map(facts::with).orElse(facts);
    }

    private Stream<DesiredGuest> all() {
        return Stream.concat(wanted.stream(), vms.stream());
    }

    private Set<String> missingPools() {
        Set<String> missing = all().flatMap(
                        guest -> Optional.ofNullable(guest.labels().pool()).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        if (!missing.isEmpty()) {
            missing.removeAll(node.client().send(ClusterApi.pools()));
            missing.removeIf(this::mayBeThere);
        }
        return missing;
    }

    /** Who may put guests into a pool need not be one who may see it. */
    private boolean mayBeThere(String pool) {
        try {
            node.client().send(ClusterApi.pool(pool));
            return true;
        } catch (PveException.Denied notAllowed) {
            return true;
        } catch (PveException.NotFound none) {
            return false;
        }
    }

    /** The SSH key of root on the node, where a VM is worked on by SSH. Proxmox makes one of the first of these names. */
    Optional<String> publicKey() {
        return vms.stream().allMatch(vm -> vm.login().isEmpty())
                ? Optional.empty()
                : node.shell()
                        .flatMap(shell -> shell.run(KEYS)
                                .stdout()
                                .lines()
                                .map(String::strip)
                                .filter(line -> !line.isEmpty())
                                .findFirst());
    }

    /** Looked at where a VM wants some of it. Who may not see it goes without: then Proxmox itself says what is wrong. */
    private Optional<PciHardware> hardware() {
        boolean wants = vms.stream()
                .map(DesiredVm::hardware)
                .anyMatch(hardware -> isGiven(hardware.gpus()) || isGiven(hardware.pciDevices()));
        if (!wants) {
            return Optional.empty();
        }
        try {
            return Optional.of(new PciHardware(
                    node.name(),
                    node.client().send(HardwareApi.pciDevices(node.name())),
                    node.client().send(HardwareApi.pciMappings()),
                    node.shell().map(FactsReader::drivers).orElse(Map.of())));
        } catch (PveException.Denied notAllowed) {
            return Optional.empty();
        }
    }

    private static boolean isGiven(@Nullable Collection<?> devices) {
        return devices != null && !devices.isEmpty();
    }

    /** The last part of both of a link's ends: the device, and the driver that has it. */
    private static Map<String, String> drivers(NodeShell shell) {
        Map<String, String> drivers = new HashMap<>();
        shell.run(DRIVERS)
                .stdout()
                .lines()
                .map(line -> line.split(" "))
                .filter(ends -> ends.length == 2)
                .forEach(ends -> drivers.put(ends[0], ends[1]));
        return drivers;
    }

    /** One that the file drops has to be looked at once more. */
    private static boolean hadFirewall(@Nullable ActualGuest guest) {
        return guest != null
                && guest.memory()
                        .note()
                        .filter(note -> note.managed().contains("firewall"))
                        .isPresent();
    }

    private Gpus gpus(NodeShell shell) {
        List<String> paths = shell.run(GPUS).stdout().lines().sorted().toList();
        boolean asOptions =
                hasDeviceOptions(node.client().send(NodeApi.version()).release());
        SortedMap<String, String> devices = new TreeMap<>();
        paths.forEach(path -> devices.put(path, ""));
        if (!asOptions && !paths.isEmpty()) {
            devices.putAll(numbers(shell, paths));
        }
        return new Gpus(devices, GraphicsDriver.version(shell), asOptions);
    }

    /** Major and minor numbers by path. */
    private static Map<String, String> numbers(NodeShell shell, List<String> paths) {
        List<String> argv = new ArrayList<>(List.of("stat", "--format=%n %t %T", "--"));
        argv.addAll(paths);
        Map<String, String> numbers = new TreeMap<>();
        shell.run(Command.of(argv))
                .stdout()
                .lines()
                .map(line -> line.split(" "))
                .forEach(words -> {
                    if (words.length == 3) {
                        numbers.put(words[0], Integer.parseInt(words[1], 16) + ":" + Integer.parseInt(words[2], 16));
                    }
                });
        return numbers;
    }

    /** @param release such as {@code 8.2}; one that cannot be read is taken for a newer one */
    static boolean hasDeviceOptions(String release) {
        Matcher numbers = RELEASE.matcher(release);
        if (!numbers.find()) {
            return true;
        }
        int major = Integer.parseInt(numbers.group(1));
        return major > 8 || (major == 8 && Integer.parseInt(numbers.group(2)) >= 2);
    }

    private static boolean appArmor(NodeShell shell) {
        Output output = shell.run(APPARMOR);
        return output.succeeded() && output.stdout().strip().equals("Y");
    }

    private Map<VmId, GuestFirewall> firewalls(List<VmId> ids, Map<VmId, ActualGuest> guests) {
        if (node.shell().isPresent()) {
            return new FirewallFiles(node.shell().get()).all();
        }
        Map<VmId, GuestFirewall> firewalls = new HashMap<>();
        for (VmId id : ids) {
            ActualGuest guest = guests.get(id);
            if (guest != null) {
                GuestPath path = new GuestPath(guest.kind(), guest.node(), id, guest.kind() + " " + id);
                firewalls.put(
                        id,
                        new GuestFirewall(
                                node.client().send(FirewallApi.options(path)),
                                node.client().send(FirewallApi.rules(path))));
            }
        }
        return firewalls;
    }
}
