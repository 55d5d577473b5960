package phoenix.lab.vm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import phoenix.lab.files.Sha1;
import phoenix.lab.files.WholeFile;
import phoenix.lab.rest.ApiException;
import phoenix.lab.schema.Formats;
import phoenix.lab.storage.Storages;
import phoenix.pve.PropertyString;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;

/**
 * What stands on a VM's cloud-init drive: documents made of its options, or the user's own snippets in their place.
 *
 * @see "PVE source: PVE/QemuServer/Cloudinit.pm"
 */
final class CloudInit {
    private static final long LONGEST_SNIPPET = 1 << 20;

    private final VmContext vms;

    CloudInit(VmContext vms) {
        this.vms = vms;
    }

    static Optional<Drive> drive(Map<String, String> options) {
        return Drives.of(options).stream().filter(Drive::isCloudInit).findFirst();
    }

    /** The options that go into the drive. */
    static Map<String, String> part(Map<String, String> options) {
        Map<String, String> part = new LinkedHashMap<>();
        options.forEach((option, value) -> {
            if (VmOptions.isCloudInit(option) || option.equals("name") || VmOptions.isNet(option)) {
                part.put(option, value);
            }
        });
        return part;
    }

    /**
     * The files of the drive by name; empty if the VM has none.
     *
     * @throws ApiException if a snippet is missing or too long
     */
    Map<String, String> files(VmId id, Map<String, String> options) {
        if (drive(options).isEmpty()) {
            return Map.of();
        }
        Map<String, String> files = new LinkedHashMap<>();
        files.put("user-data", document("user", id, options));
        files.put("network-config", document("network", id, options));
        files.put("meta-data", document("meta", id, options));
        snippet("vendor", options).ifPresent(text -> files.put("vendor-data", text));
        return files;
    }

    /** @param kind {@code user}, {@code network} or {@code meta} */
    String document(String kind, VmId id, Map<String, String> options) {
        return snippet(kind, options).orElseGet(() -> switch (kind) {
            case "user" -> user(id, options);
            case "network" -> network(options);
            default ->
                "instance-id: " + Sha1.of(document("user", id, options) + document("network", id, options)) + "\n";
        });
    }

    private Optional<String> snippet(String kind, Map<String, String> options) {
        String custom = options.getOrDefault("cicustom", "");
        return PropertyString.parse(custom, "").get(kind).map(this::read);
    }

    private String read(String snippet) {
        VolumeId volume = Storages.volumeId(snippet);
        if (!vms.storages().name(volume).content().equals("snippets")) {
            throw ApiException.failure("$volid is not in the snippets directory".replace("$volid", snippet));
        }
        Path file = vms.storages().file(volume);
        try {
            if (!Files.isRegularFile(file)) {
                throw ApiException.failure("volume '" + snippet + "' does not exist");
            }
            if (Files.size(file) > LONGEST_SNIPPET) {
                throw ApiException.failure("file '" + vms.storages().path(volume) + "' too long - aborting");
            }
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read " + file, failed);
        }
    }

    private static String user(VmId id, Map<String, String> options) {
        String name = options.getOrDefault("name", "VM" + id);
        int dot = name.indexOf('.');
        String host = dot < 0 ? name : name.substring(0, dot);
        String domain = Formats.split(options.getOrDefault("searchdomain", "")).stream()
                .findFirst()
                .orElse("");
        StringBuilder text = new StringBuilder("#cloud-config\n");
        text.append("hostname: ").append(host).append('\n');
        text.append("manage_etc_hosts: true\n");
        if (dot >= 0) {
            text.append("fqdn: ").append(name).append('\n');
        } else if (!domain.isEmpty()) {
            text.append("fqdn: ").append(host).append('.').append(domain).append('\n');
        }
        Optional.ofNullable(options.get("ciuser"))
                .ifPresent(user -> text.append("user: ").append(user).append('\n'));
        Optional.ofNullable(options.get("cipassword"))
                .ifPresent(hash -> text.append("password: ").append(hash).append('\n'));
        List<String> keys = URLDecoder.decode(
                        options.getOrDefault("sshkeys", "").replace("+", "%2B"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        if (!keys.isEmpty()) {
            text.append("ssh_authorized_keys:\n");
            keys.forEach(key -> text.append("  - ").append(key.strip()).append('\n'));
        }
        text.append("chpasswd:\n  expire: False\nusers:\n  - default\n");
        if (!options.getOrDefault("ciupgrade", "1").equals("0")) {
            text.append("package_upgrade: true\n");
        }
        return text.toString();
    }

    private String network(Map<String, String> options) {
        StringBuilder text = new StringBuilder("version: 1\nconfig:\n");
        options.forEach((option, value) -> {
            if (VmOptions.isNet(option)) {
                int number = Integer.parseInt(option.substring("net".length()));
                text.append("    - type: physical\n      name: eth")
                        .append(number)
                        .append('\n');
                text.append("      mac_address: '")
                        .append(VmNetworks.parse(value)
                                .get("macaddr")
                                .orElse("")
                                .toLowerCase(Locale.ROOT))
                        .append("'\n      subnets:\n");
                PropertyString ip = PropertyString.parse(options.getOrDefault("ipconfig" + number, ""), "");
                subnet(text, ip, "ip", "gw", "dhcp4");
                subnet(text, ip, "ip6", "gw6", "dhcp6");
            }
        });
        List<String> servers = new ArrayList<>(Formats.split(options.getOrDefault("nameserver", "")));
        List<String> domains = new ArrayList<>(Formats.split(options.getOrDefault("searchdomain", "")));
        if (servers.isEmpty() && domains.isEmpty()) {
            resolvers(servers, domains);
        }
        if (!servers.isEmpty() || !domains.isEmpty()) {
            text.append("    - type: nameserver\n");
        }
        list(text, "address", servers);
        list(text, "search", domains);
        return text.toString();
    }

    private static void list(StringBuilder text, String name, List<String> values) {
        if (!values.isEmpty()) {
            text.append("      ").append(name).append(":\n");
            values.forEach(value -> text.append("      - '").append(value).append("'\n"));
        }
    }

    /** A VM that names none of its own gets the node's. */
    private void resolvers(List<String> servers, List<String> domains) {
        Path file = vms.node().root().resolve("etc/resolv.conf");
        if (!Files.exists(file)) {
            return;
        }
        for (String line : WholeFile.read(file).lines().toList()) {
            List<String> words = List.of(line.strip().split("\\s+"));
            if (words.get(0).equals("nameserver")) {
                words.stream().skip(1).limit(1).forEach(servers::add);
            } else if (words.get(0).equals("search") || words.get(0).equals("domain")) {
                words.stream().skip(1).forEach(domains::add);
            }
        }
    }

    private static void subnet(StringBuilder text, PropertyString ip, String key, String gateway, String dhcp) {
        String address = ip.get(key).orElse("");
        if (address.equals("dhcp")) {
            text.append("      - type: ").append(dhcp).append('\n');
        } else if (address.equals("auto")) {
            text.append("      - type: ipv6_slaac\n");
        } else if (!address.isEmpty()) {
            text.append("      - type: static")
                    .append(key.equals("ip6") ? "6" : "")
                    .append('\n');
            text.append("        address: '").append(address).append("'\n");
            ip.get(gateway)
                    .ifPresent(router ->
                            text.append("        gateway: '").append(router).append("'\n"));
        }
    }
}
