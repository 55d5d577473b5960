package phoenix.lab.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import phoenix.lab.node.NodeException;
import phoenix.pve.GuestConfig;
import phoenix.pve.VmId;

/**
 * Changes to a running guest: limits by its cgroup, networks by the node's {@code ip}. A network whose address comes by DHCP can
 * be taken away while the guest runs, not added.
 */
final class LiveChanges {
    private final HostContainer node;
    private final Supplier<LxcConfig> printer;

    LiveChanges(HostContainer node, Supplier<LxcConfig> printer) {
        this.node = node;
        this.printer = printer;
    }

    void apply(VmId id, GuestConfig.Section before, GuestConfig.Section after) {
        limits(id, before, after);
        networks(id, before, after);
    }

    private void limits(VmId id, GuestConfig.Section before, GuestConfig.Section after) {
        LxcConfig config = printer.get();
        Map<String, String> old = config.limits(before, id.value());
        List<Map.Entry<String, String>> changed =
                new ArrayList<>(config.limits(after, id.value()).entrySet());
        changed.removeIf(entry -> entry.getValue().equals(old.get(entry.getKey())));
        boolean grows = memory(after) > memory(before);
        if (grows) {
            // Memory alone must never be allowed more than memory and swap together.
            java.util.Collections.reverse(changed);
        }
        boolean unified = java.nio.file.Files.exists(java.nio.file.Path.of("/sys/fs/cgroup/cgroup.controllers"));
        String generation = unified ? "lxc.cgroup2." : "lxc.cgroup.";
        for (Map.Entry<String, String> entry : changed) {
            if (entry.getKey().startsWith(generation)) {
                String file = entry.getKey().substring(generation.length());
                node.in("lxc-cgroup", "-n", id.toString(), file, entry.getValue())
                        .run();
            }
        }
    }

    private static long memory(GuestConfig.Section config) {
        return Long.parseLong(config.get("memory").orElse("512"));
    }

    private void networks(VmId id, GuestConfig.Section before, GuestConfig.Section after) {
        Map<Integer, GuestNet> old = new HashMap<>();
        GuestNet.all(before).forEach(net -> old.put(net.index(), net));
        List<GuestNet> added = new ArrayList<>();
        for (GuestNet net : GuestNet.all(after)) {
            GuestNet was = old.remove(net.index());
            if (!net.equals(was)) {
                if (net.ip().filter("dhcp"::equals).isPresent()) {
                    throw new NodeException("net" + net.index() + " of container " + id
                            + " gets its address by DHCP, which cannot be begun from outside; restart the container");
                }
                added.add(net);
            }
        }
        old.keySet().forEach(index -> deleteLink(LxcConfig.veth(id, index)));
        added.forEach(net -> add(id, net));
    }

    /** Takes a link of the node away, if it is there; its other end goes with it. */
    void deleteLink(String link) {
        if (node.in("test", "-e", "/sys/class/net/" + link).tryOut().succeeded()) {
            node.in("ip", "link", "delete", "dev", link).run();
        }
    }

    private void add(VmId id, GuestNet net) {
        String outside = LxcConfig.veth(id, net.index());
        String inside = outside + "p";
        String pid = node.in("lxc-info", "-n", id.toString(), "--pid", "--no-humanize")
                .run()
                .strip();
        deleteLink(outside);
        List<String> make = new ArrayList<>(List.of("ip", "link", "add", outside));
        net.mtu().ifPresent(mtu -> make.addAll(List.of("mtu", mtu)));
        make.addAll(List.of("type", "veth", "peer", "name", inside));
        net.hwaddr().ifPresent(hwaddr -> make.addAll(List.of("address", hwaddr)));
        node.in(make).run();
        node.in("ip", "link", "set", "dev", outside, "master", net.bridge(), "up")
                .run();
        node.in("ip", "link", "set", "dev", inside, "netns", pid, "name", net.name())
                .run();
        if (net.linkDown()) {
            return;
        }
        inGuest(pid, "ip", "link", "set", "dev", net.name(), "up");
        address(pid, net.name(), net.ip(), net.gw(), "-4");
        address(pid, net.name(), net.ip6(), net.gw6(), "-6");
    }

    private void address(String pid, String name, Optional<String> ip, Optional<String> gateway, String family) {
        if (ip.filter(GuestNet::isFixed).isEmpty()) {
            return;
        }
        inGuest(pid, "ip", family, "address", "replace", ip.get(), "dev", name);
        gateway.ifPresent(
                via -> inGuest(pid, "ip", family, "route", "replace", "default", "via", via, "dev", name, "onlink"));
    }

    private void inGuest(String pid, String... argv) {
        List<String> all = new ArrayList<>(List.of("nsenter", "-t", pid, "-n"));
        all.addAll(Arrays.asList(argv));
        node.in(all).run();
    }
}
