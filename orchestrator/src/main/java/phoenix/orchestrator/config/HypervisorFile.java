package phoenix.orchestrator.config;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads {@code phoenix_hypervisor_config.json}, of which this version uses only what it says about the network. */
final class HypervisorFile {
    private static final Keys ROOT = new Keys(
            "the hypervisor file",
            Set.of("version", "author", "timezone", "network"),
            later(
                    "users",
                    "core_paths",
                    "docker",
                    "nfs",
                    "samba",
                    "zfs",
                    "proxmox_storage_ids",
                    "mount_point_base",
                    "proxmox_defaults",
                    "nvidia_driver",
                    "behavior",
                    "shared_volumes",
                    "shared_zfs_volumes",
                    "firewall",
                    "tests",
                    "vm_defaults",
                    "vms"),
            Problem.Severity.WARNING);
    private static final Keys NETWORK = new Keys(
            "'network'",
            Set.of("default_subnet", "interfaces"),
            later(
                    "hostname",
                    "workgroup",
                    "nfs_server",
                    "external_registry_url",
                    "portainer_server_ip",
                    "portainer_server_port",
                    "portainer_agent_port"),
            Problem.Severity.WARNING);
    private static final Keys INTERFACES = Keys.of("'interfaces'", "name", "address", "gateway", "dns_nameservers");
    private static final String SUBNET =
            "write the subnet's first address and its prefix length, such as \"10.0.0.0/24\"";

    private HypervisorFile() {}

    static HostNetwork read(Fields file) {
        ROOT.check(file.object(), file.problems());
        file.text("version").ifPresent(version -> checkVersion(version, file.problems()));
        file.text("author");
        file.text("timezone").ifPresent(zone -> checkZone(zone, file.problems()));
        return file.object("network", "\"network\": {\"default_subnet\": \"10.0.0.0/24\"}")
                .map(HypervisorFile::network)
                .orElse(HostNetwork.UNKNOWN);
    }

    private static HostNetwork network(Fields network) {
        NETWORK.check(network.object(), network.problems());
        Optional<Cidr> subnet = network.text("default_subnet").flatMap(text -> subnet(text, network.problems()));
        Optional<Fields> interfaces =
                network.object("interfaces", "\"interfaces\": {\"name\": \"vmbr0\", \"address\": \"10.0.0.2/24\"}");
        interfaces.ifPresent(fields -> INTERFACES.check(fields.object(), fields.problems()));
        Optional<String> bridge =
                interfaces.flatMap(fields -> fields.text("name")).map(Located::value);
        Optional<Cidr> node =
                interfaces.flatMap(fields -> fields.text("address")).flatMap(text -> address(text, network.problems()));
        interfaces.ifPresent(HypervisorFile::checkServers);
        return new HostNetwork(subnet.orElse(null), bridge.orElse(null), node.orElse(null));
    }

    private static void checkServers(Fields interfaces) {
        interfaces.text("gateway").ifPresent(text -> checkIp(text, "'gateway'", interfaces.problems()));
        boolean list = interfaces
                .value("dns_nameservers")
                .filter(JsonValue.Arr.class::isInstance)
                .isPresent();
        List<Located<String>> servers = list
                ? interfaces.texts("dns_nameservers").orElse(List.of())
                : interfaces.text("dns_nameservers").stream().toList();
        servers.forEach(text -> checkIp(text, "a name server", interfaces.problems()));
    }

    private static Optional<Cidr> subnet(Located<String> text, Problems problems) {
        Optional<Cidr> subnet = Cidr.parse(text.value());
        if (subnet.isEmpty()) {
            problems.error(
                    text.place(), "'default_subnet' is '" + Shortened.of(text.value()) + "', not a subnet", SUBNET);
        } else if (!subnet.get().address().equals(subnet.get().first())) {
            problems.error(
                    text.place(),
                    "'default_subnet' is " + subnet.get() + ", an address in a subnet, not the subnet",
                    "write \"" + subnet.get().subnet() + "\"");
        }
        return subnet;
    }

    private static Optional<Cidr> address(Located<String> text, Problems problems) {
        Optional<Cidr> address = Cidr.parse(text.value());
        if (address.isEmpty()) {
            problems.error(
                    text.place(),
                    "'address' is '" + Shortened.of(text.value()) + "', not an address with a prefix length",
                    "write the node's address on the bridge, such as \"10.0.0.2/24\"");
        }
        return address;
    }

    private static void checkIp(Located<String> text, String name, Problems problems) {
        if (Ipv4.parse(text.value()).isEmpty()) {
            problems.error(
                    text.place(),
                    name + " is '" + Shortened.of(text.value()) + "', not an IPv4 address",
                    "write an address, such as \"10.0.0.1\"");
        }
    }

    private static void checkVersion(Located<String> version, Problems problems) {
        if (!version.value().matches("[0-9]+\\.[0-9]+\\.[0-9]+.*")) {
            problems.error(
                    version.place(),
                    "'version' is '" + Shortened.of(version.value()) + "', not a version number",
                    "write three numbers with dots between them, such as \"1.0.0\"");
        }
    }

    private static void checkZone(Located<String> zone, Problems problems) {
        try {
            ZoneId.of(zone.value());
        } catch (DateTimeException e) {
            problems.error(
                    zone.place(),
                    "'timezone' is '" + Shortened.of(zone.value()) + "', which is no time zone",
                    "write a name of the time zone database, such as \"Europe/Vienna\" or \"UTC\"");
        }
    }

    private static Map<String, Predicate<JsonValue>> later(String... keys) {
        return Stream.of(keys).collect(Collectors.toMap(key -> key, key -> Keys::isNothing));
    }
}
