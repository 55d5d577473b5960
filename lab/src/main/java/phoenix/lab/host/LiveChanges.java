package phoenix.lab.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import phoenix.pve.GuestConfig;
import phoenix.pve.VmId;

/**
 * Changes to a running guest: limits by its cgroup, networks by the node's {@code ip}, new mount points by the kernel's own calls. A new
 * network whose address is to come by DHCP has none until something in the guest asks for it, as on a Proxmox host.
 */
final class LiveChanges {
    private final HostContainer node;
    private final GuestBridges bridges;
    private final Supplier<LxcConfig> printer;

    LiveChanges(HostContainer node, GuestBridges bridges, Supplier<LxcConfig> printer) {
        this.node = node;
        this.bridges = bridges;
        this.printer = printer;
    }

    void apply(VmId id, GuestConfig.Section before, GuestConfig.Section after) {
        limits(id, before, after);
        networks(id, before, after);
        mounts(id, before, after);
    }

    private void mounts(VmId id, GuestConfig.Section before, GuestConfig.Section after) {
        Map<String, GuestMount> added =
                new TreeMap<>(GuestMount.all(after, printer.get().volumes()));
        added.keySet().removeAll(before.options().keySet());
        for (GuestMount mount : added.values()) {
            node.in("lxc-attach", "-n", id.toString(), "--clear-env", "--", "mkdir", "-p", mount.target())
                    .run();
            List<String> options = new ArrayList<>(mount.options());
            if (LxcConfig.isUnprivileged(after) && !mount.folder()) {
                options.add("mapped");
            }
            node.in("python3", HostTree.MOUNTER, pid(id), mount.source(), mount.target(), String.join(",", options))
                    .run();
        }
    }

    private String pid(VmId id) {
        return node.in("lxc-info", "-n", id.toString(), "--pid", "--no-humanize")
                .run()
                .strip();
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
                node.in("lxc-cgroup", "-n", id.toString(), "--", file, entry.getValue())
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
        String pid = pid(id);
        bridges.prepare(List.of(net));
        deleteLink(outside);
        List<String> make = new ArrayList<>(List.of("ip", "link", "add", outside));
        net.mtu().ifPresent(mtu -> make.addAll(List.of("mtu", mtu)));
        make.addAll(List.of("type", "veth", "peer", "name", inside));
        net.hwaddr().ifPresent(hwaddr -> make.addAll(List.of("address", hwaddr)));
        node.in(make).run();
        node.in("ip", "link", "set", "dev", outside, "master", net.port(), "up").run();
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
