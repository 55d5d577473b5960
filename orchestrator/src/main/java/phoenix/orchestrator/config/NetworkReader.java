package phoenix.orchestrator.config;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads {@code network_config} and {@code mac_address}. */
final class NetworkReader {
    private static final String EXAMPLE =
            "\"network_config\": {\"name\": \"eth0\", \"bridge\": \"vmbr0\", \"ip\": \"10.0.0.5/24\", \"gw\": \"10.0.0.1\"}";
    private static final Keys KEYS = Keys.of("'network_config'", "name", "bridge", "ip", "gw");
    private static final int LONGEST_INTERFACE_NAME = 15;

    private NetworkReader() {}

    /** Reads the interface of a container; empty if it has none or it is no object. */
    static Optional<NetworkDraft> read(Fields container) {
        container.require("network_config", EXAMPLE);
        Located<String> mac = container
                .text("mac_address")
                .flatMap(text -> macAddress(text, container.problems()))
                .orElse(null);
        return container.object("network_config", EXAMPLE).map(fields -> read(fields, mac));
    }

    private static NetworkDraft read(Fields fields, @Nullable Located<String> mac) {
        Problems problems = fields.problems();
        KEYS.check(fields.object(), problems);
        fields.require("name", "\"name\": \"eth0\"");
        fields.require("bridge", "\"bridge\": \"vmbr0\"");
        fields.require("ip", "\"ip\": \"10.0.0.5/24\", or \"ip\": \"dhcp\"");
        Located<String> name = fields.text("name")
                .filter(interfaceName("name", "eth0", problems))
                .orElse(null);
        Located<String> bridge = fields.text("bridge")
                .filter(interfaceName("bridge", "vmbr0", problems))
                .orElse(null);
        Optional<Located<String>> ip = fields.text("ip");
        boolean dhcp = ip.isPresent() && ip.get().value().equals("dhcp");
        Located<Cidr> address =
                dhcp ? null : ip.flatMap(text -> address(text, problems)).orElse(null);
        Located<Ipv4> gateway =
                fields.text("gw").flatMap(text -> gateway(text, problems)).orElse(null);
        checkGateway(dhcp, address, gateway, problems);
        return new NetworkDraft(
                fields.place(),
                name,
                bridge,
                dhcp || address != null ? ip.orElse(null) : null,
                address,
                gateway,
                null,
                null,
                null,
                mac,
                null,
                null,
                null,
                null);
    }

    private static Predicate<Located<String>> interfaceName(String key, String example, Problems problems) {
        return text -> {
            boolean fits =
                    text.value().matches("[-_.A-Za-z0-9]+") && text.value().length() <= LONGEST_INTERFACE_NAME;
            if (!fits) {
                problems.error(
                        text.place(),
                        "'" + key + "' is '" + Shortened.of(text.value())
                                + "', which Linux does not take as the name of an interface",
                        "write up to 15 letters, digits, '-', '_' or '.', such as \"" + example + "\"");
            }
            return fits;
        };
    }

    private static Optional<Located<Cidr>> address(Located<String> text, Problems problems) {
        Optional<Cidr> address = Cidr.parse(text.value());
        if (address.isEmpty()) {
            String hint = Ipv4.parse(text.value()).isPresent()
                    ? "write the length of the subnet's prefix after it, such as \"" + text.value() + "/24\""
                    : "write an IPv4 address with its prefix length (8 to 32), such as \"10.0.0.5/24\", or \"dhcp\"";
            problems.error(
                    text.place(),
                    "'ip' is '" + Shortened.of(text.value()) + "', not an address with a prefix length",
                    hint);
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

    private static Optional<Located<Ipv4>> gateway(Located<String> text, Problems problems) {
        Optional<Ipv4> gateway = Ipv4.parse(text.value());
        if (gateway.isEmpty()) {
            problems.error(
                    text.place(),
                    "'gw' is '" + Shortened.of(text.value()) + "', not an IPv4 address",
                    "write the address alone, without a prefix length, such as \"10.0.0.1\"");
        }
        return gateway.map(value -> new Located<>(value, text.place()));
    }

    private static void checkGateway(
            boolean dhcp, @Nullable Located<Cidr> address, @Nullable Located<Ipv4> gateway, Problems problems) {
        if (gateway == null) {
            return;
        }
        if (dhcp) {
            problems.error(
                    gateway.place(),
                    "'gw' is given, but with \"dhcp\" the gateway comes with the address",
                    "remove 'gw', or write a fixed address as 'ip'");
        } else if (address != null && !address.value().contains(gateway.value())) {
            problems.error(
                    gateway.place(),
                    "the gateway " + gateway.value() + " is outside the container's subnet "
                            + address.value().subnet() + ", so the container cannot reach it",
                    "write an address of " + address.value().subnet() + ", or correct the prefix length of 'ip'");
        } else if (address != null && address.value().address().equals(gateway.value())) {
            problems.error(
                    gateway.place(),
                    "the gateway " + gateway.value() + " is the container's own address",
                    "write the address of the router, often the first of the subnet");
        }
    }

    private static Optional<Located<String>> macAddress(Located<String> text, Problems problems) {
        String hint = "write six pairs of hexadecimal digits, the second digit even, such as \"BC:24:11:00:00:05\","
                + " or leave 'mac_address' out and Proxmox makes one up";
        if (!text.value().matches("(?i)[0-9a-f]{2}(:[0-9a-f]{2}){5}")) {
            problems.error(
                    text.place(), "'mac_address' is '" + Shortened.of(text.value()) + "', not a MAC address", hint);
            return Optional.empty();
        }
        if (!text.value().matches("(?i).[02468ace].*")) {
            problems.error(
                    text.place(),
                    "'mac_address' is " + text.value()
                            + ", which is the address of a group of hosts (its second digit is odd)",
                    hint);
            return Optional.empty();
        }
        return Optional.of(new Located<>(text.value().toUpperCase(Locale.ROOT), text.place()));
    }
}
