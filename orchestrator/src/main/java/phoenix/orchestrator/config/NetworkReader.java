package phoenix.orchestrator.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code network_config}, one object or several, with the {@code mac_address} and the {@code network_bridge} beside it. */
final class NetworkReader {
    private static final String EXAMPLE =
            "\"network_config\": {\"name\": \"eth0\", \"bridge\": \"vmbr0\", \"ip\": \"10.0.0.5/24\", \"gw\": \"10.0.0.1\"}";
    private static final Set<String> BY_THE_NETWORK = Set.of("dhcp", "auto");

    private final Problems problems;

    NetworkReader(Problems problems) {
        this.problems = problems;
    }

    /** The interfaces of a container, in the order of {@code net0}, {@code net1}... */
    List<NetworkDraft> ofContainer(Fields container) {
        container.require("network_config", EXAMPLE);
        Located<String> mac = macAddress(container);
        List<NetworkDraft> networks = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Fields fields : container.objects("network_config")) {
            fields.require("name", "\"name\": \"eth" + networks.size() + "\"");
            fields.require("bridge", "\"bridge\": \"vmbr0\"");
            if (!fields.has("ip6")) {
                fields.require("ip", "\"ip\": \"10.0.0.5/24\", or \"ip\": \"dhcp\"");
            }
            NetworkDraft network = read(fields, networks.isEmpty() ? mac : null, null);
            Located<String> name = network.name();
            if (name != null && !names.add(name.value())) {
                problems.error(
                        name.place(),
                        "the container has two interfaces '" + name.value() + "'",
                        "give one of the two another name");
            }
            networks.add(network);
        }
        return networks;
    }

    /** The interfaces of a VM. It has one even if only a bridge is said. */
    List<NetworkDraft> ofVm(Fields vm) {
        Located<String> mac = macAddress(vm);
        Located<String> bridge = vm.word("network_bridge").orElse(null);
        List<NetworkDraft> networks = new ArrayList<>();
        for (Fields fields : vm.objects("network_config")) {
            NetworkDraft network = read(fields, networks.isEmpty() ? mac : null, bridge);
            if (network.bridge() == null) {
                fields.require("bridge", "\"bridge\": \"vmbr0\", or \"network_bridge\": \"vmbr0\" for all VMs");
            }
            networks.add(network);
        }
        if (networks.isEmpty() && bridge != null) {
            networks.add(new NetworkDraft(
                    bridge.place(), null, bridge, null, null, null, null, null, null, mac, null, null, null, null));
        }
        return networks;
    }

    private NetworkDraft read(Fields fields, @Nullable Located<String> mac, @Nullable Located<String> bridge) {
        Optional<Located<String>> ip = fields.text("ip");
        Located<Cidr> address =
                ip.filter(NetworkReader::isAddress).flatMap(this::address).orElse(null);
        Located<Ipv4> gateway = fields.text("gw")
                .flatMap(text -> Ipv4.parse(text.value()).map(found -> new Located<>(found, text.place())))
                .orElse(null);
        checkGateway(ip.orElse(null), address, gateway);
        Optional<Located<String>> ip6 = fields.text("ip6");
        Located<Cidr6> address6 =
                ip6.filter(NetworkReader::isAddress).flatMap(this::address6).orElse(null);
        Located<String> gateway6 = fields.text("gw6").orElse(null);
        checkGateway6(ip6.orElse(null), address6, gateway6);
        return new NetworkDraft(
                fields.place(),
                fields.text("name").orElse(null),
                fields.text("bridge").orElse(bridge),
                ip.filter(text -> !isAddress(text) || address != null).orElse(null),
                address,
                gateway,
                ip6.filter(text -> !isAddress(text) || address6 != null).orElse(null),
                address6,
                gateway6,
                theMacAddress(fields, mac),
                fields.whole("vlan").orElse(null),
                fields.whole("mtu").orElse(null),
                fields.flag("firewall").orElse(null),
                fields.number("rate_mbps").orElse(null));
    }

    private static boolean isAddress(Located<String> text) {
        return !BY_THE_NETWORK.contains(text.value()) && !text.value().equals("manual");
    }

    private Optional<Located<Cidr>> address(Located<String> text) {
        Optional<Cidr> address = Cidr.parse(text.value());
        if (address.isEmpty()) {
            return Optional.empty();
        }
        if (!address.get().isHost()) {
            problems.error(
                    text.place(),
                    "'ip' is " + text.value() + ", which is the "
                            + (address.get().address().equals(address.get().first()) ? "first" : "last")
                            + " address of its subnet and so no host's",
                    "write an address between " + address.get().first() + " and "
                            + address.get().last());
        }
        return address.map(value -> new Located<>(value, text.place()));
    }

    private Optional<Located<Cidr6>> address6(Located<String> text) {
        Optional<Cidr6> address = Cidr6.parse(text.value());
        if (address.isEmpty()) {
            problems.error(
                    text.place(),
                    "'ip6' is '" + Shortened.of(text.value()) + "', not an IPv6 address with a prefix length",
                    "write an address with its prefix length (8 to 128), such as \"fd00::5/64\", or \"auto\" or \"dhcp\"");
        }
        return address.map(value -> new Located<>(value, text.place()));
    }

    private void checkGateway(
            @Nullable Located<String> ip, @Nullable Located<Cidr> address, @Nullable Located<Ipv4> gateway) {
        if (gateway == null) {
            return;
        }
        if (ip != null && ip.value().equals("dhcp")) {
            problems.error(
                    gateway.place(),
                    "'gw' is given, but with \"dhcp\" the gateway comes with the address",
                    "remove 'gw', or write a fixed address as 'ip'");
        } else if (address != null && !address.value().contains(gateway.value())) {
            problems.error(
                    gateway.place(),
                    "the gateway " + gateway.value() + " is outside the guest's subnet "
                            + address.value().subnet() + ", so the guest cannot reach it",
                    "write an address of " + address.value().subnet() + ", or correct the prefix length of 'ip'");
        } else if (address != null && address.value().address().equals(gateway.value())) {
            problems.error(
                    gateway.place(),
                    "the gateway " + gateway.value() + " is the guest's own address",
                    "write the address of the router, often the first of the subnet");
        }
    }

    private void checkGateway6(
            @Nullable Located<String> ip6, @Nullable Located<Cidr6> address6, @Nullable Located<String> gateway6) {
        if (gateway6 == null) {
            return;
        }
        Optional<Ipv6> gateway = Ipv6.parse(gateway6.value());
        if (gateway.isEmpty()) {
            problems.error(
                    gateway6.place(),
                    "'gw6' is '" + Shortened.of(gateway6.value()) + "', not an IPv6 address",
                    "write the address alone, without a prefix length, such as \"fd00::1\"");
        } else if (ip6 != null && BY_THE_NETWORK.contains(ip6.value())) {
            problems.error(
                    gateway6.place(),
                    "'gw6' is given, but with \"" + ip6.value() + "\" the gateway comes with the address",
                    "remove 'gw6', or write a fixed address as 'ip6'");
        } else if (address6 != null
                && !address6.value().contains(gateway.get())
                && !gateway.get().isLinkLocal()) {
            problems.error(
                    gateway6.place(),
                    "the gateway " + gateway6.value() + " is outside the guest's subnet, so the guest cannot reach it",
                    "write an address of the same subnet, or correct the prefix length of 'ip6'");
        } else if (address6 != null && address6.value().address().equals(gateway.get())) {
            problems.error(
                    gateway6.place(),
                    "the gateway " + gateway6.value() + " is the guest's own address",
                    "write the address of the router, often the first of the subnet");
        }
    }

    private @Nullable Located<String> theMacAddress(Fields fields, @Nullable Located<String> outer) {
        Located<String> inner = macAddress(fields);
        if (inner != null && outer != null && !inner.value().equals(outer.value())) {
            problems.error(
                    inner.place(),
                    "'mac_address' is " + inner.value() + " here, but " + outer.value() + " beside 'network_config'",
                    "write it in one of the two places");
        }
        return inner == null ? outer : inner;
    }

    private static @Nullable Located<String> macAddress(Fields fields) {
        return fields.text("mac_address")
                .map(text -> new Located<>(text.value().toUpperCase(Locale.ROOT), text.place()))
                .orElse(null);
    }
}
