package phoenix.orchestrator.config;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;

/** Reads {@code phoenix_hypervisor_config.json}, as far as guests are compared with it. */
final class HypervisorFile {
    private static final String SUBNET =
            "write the subnet's first address and its prefix length, such as \"10.0.0.0/24\"";

    private HypervisorFile() {}

    static HostDraft read(Fields file) {
        file.text("timezone").ifPresent(zone -> checkZone(zone, file.problems()));
        OutdatedKeys.ofHost(file);
        HostNetwork network = file.inner("network").map(HypervisorFile::network).orElse(HostNetwork.UNKNOWN);
        return new HostReader(file).read(network);
    }

    private static HostNetwork network(Fields network) {
        Optional<Cidr> subnet = network.text("default_subnet").flatMap(text -> subnet(text, network.problems()));
        Optional<Fields> interfaces = network.inner("interfaces");
        Optional<String> bridge =
                interfaces.flatMap(fields -> fields.text("name")).map(Located::value);
        Optional<Cidr> node =
                interfaces.flatMap(fields -> fields.text("address")).flatMap(text -> Cidr.parse(text.value()));
        return new HostNetwork(subnet.orElse(null), bridge.orElse(null), node.orElse(null));
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
}
