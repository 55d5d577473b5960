package phoenix.lab.cluster;

import static phoenix.lab.rest.StandardParams.digest;
import static phoenix.lab.rest.StandardParams.node;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import phoenix.lab.files.WholeFile;
import phoenix.lab.node.Node;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.rest.Permission;
import phoenix.lab.schema.Formats;
import phoenix.lab.schema.InvalidFormat;
import phoenix.lab.schema.Param;
import phoenix.lab.schema.Parameters;
import phoenix.lab.schema.PropertyFormat;
import phoenix.pve.PropertyString;

/**
 * The node's own options, its notes among them. Certificates are ordered of nobody, and nothing is woken: they are kept. Safe for use by several
 * threads.
 *
 * @see "PVE source: PVE/API2/NodeConfig.pm, PVE/NodeConfig.pm"
 */
public final class NodeConfigEndpoints {
    private static final int LAST_DOMAIN = 5;
    private static final String STANDALONE = "standalone";
    private static final PropertyFormat ACME = PropertyFormat.of(
            Param.string("account").optional().byDefault("default").format("pve-configid"),
            Param.string("domains").optional().format("pve-acme-domain-list"));
    private static final PropertyFormat ACME_DOMAIN = PropertyFormat.of(
            Param.string("alias").optional().format("pve-acme-alias"),
            Param.string("domain").format("pve-acme-domain").defaultKey(),
            Param.string("plugin").optional().byDefault(STANDALONE).format("pve-configid"));
    private static final PropertyFormat WAKE_ON_LAN = PropertyFormat.of(
            Param.string("bind-interface").optional().defaultComputed().format("pve-iface"),
            Param.string("broadcast-address")
                    .optional()
                    .byDefault("255.255.255.255")
                    .format("ipv4"),
            Param.string("mac").format("mac-addr").defaultKey());
    private static final List<Param> OPTIONS = List.of(
            Param.string("acme").optional().format(ACME),
            Param.string("acmedomain[n]").optional().format(ACME_DOMAIN).upTo(LAST_DOMAIN),
            Param.integer("ballooning-target")
                    .optional()
                    .byDefault(80)
                    .minimum(0)
                    .maximum(100),
            Param.string("description").optional().maxLength(64 * 1024),
            Param.integer("startall-onboot-delay")
                    .optional()
                    .byDefault(0)
                    .minimum(0)
                    .maximum(300),
            Param.string("wakeonlan").optional().format(WAKE_ON_LAN));

    private final NodeConfigFile file;
    private final Path plugins;

    /** @param etcPve the node's {@code /etc/pve} */
    public NodeConfigEndpoints(Path etcPve) {
        this.file = new NodeConfigFile(etcPve.resolve("nodes/" + Node.NAME + "/config"), new Parameters(OPTIONS));
        this.plugins = etcPve.resolve("priv/acme/plugins.cfg");
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/nodes/{node}/config")
                        .with(
                                node(),
                                Param.string("property")
                                        .optional()
                                        .defaultComputed()
                                        .oneOf(names()))
                        .allow(Permission.on("/", "Sys.Audit"))
                        .handledBy(this::read),
                Endpoint.put("/nodes/{node}/config")
                        .with(
                                node(),
                                digest(),
                                Param.string("delete").optional().format("pve-configid-list"))
                        .with(OPTIONS)
                        .allow(Permission.on("/", "Sys.Modify"))
                        .handledBy(this::change));
    }

    private static String[] names() {
        List<String> names = new ArrayList<>();
        for (Param option : OPTIONS) {
            if (option.lastIndex() < 0) {
                names.add(option.name());
            } else {
                IntStream.rangeClosed(0, option.lastIndex())
                        .forEach(n -> names.add(option.name().replace("[n]", Integer.toString(n))));
            }
        }
        return names.toArray(String[]::new);
    }

    /** Numbers are told as text, as they stand in the file. */
    private synchronized Object read(Call call) {
        Map<String, Object> json = new LinkedHashMap<>(file.read());
        Optional<String> property = call.find("property");
        if (property.isPresent()) {
            json.keySet().retainAll(Set.of(property.get()));
        } else if (!json.isEmpty()) {
            json.put("digest", file.digest());
        }
        return json;
    }

    private synchronized @Nullable Object change(Call call) {
        String before = file.digest();
        String digest = call.text("digest", "");
        if (!digest.isEmpty() && !before.isEmpty() && !digest.equals(before)) {
            throw ApiException.failure("detected modified configuration - file changed by other user? Try again.");
        }
        SortedMap<String, String> options = file.read();
        options.putAll(call.values());
        options.keySet().removeAll(Set.of("node", "digest", "delete"));
        options.keySet().removeAll(Formats.split(call.text("delete", "")));
        checkDomains(options);
        file.write(options);
        return null;
    }

    private void checkDomains(SortedMap<String, String> options) {
        Map<String, String> owners = new HashMap<>();
        String domains = parse(ACME, options.get("acme")).get("domains").orElse("");
        for (String one : domains.split(";")) {
            String domain = one.toLowerCase(Locale.ROOT);
            if (!domain.isEmpty() && owners.put(domain, "acme") != null) {
                throw ApiException.failure("duplicate domain '" + domain + "' in ACME config properties");
            }
        }
        for (int i = 0; i <= LAST_DOMAIN; i++) {
            String option = "acmedomain" + i;
            if (!options.containsKey(option)) {
                continue;
            }
            PropertyString parsed = parse(ACME_DOMAIN, options.get(option));
            String domain = parsed.get("domain").orElse("").toLowerCase(Locale.ROOT);
            String other = owners.putIfAbsent(domain, option);
            if (other != null) {
                throw ApiException.failure("duplicate domain '" + domain + "' in ACME config properties '" + option
                        + "' and '" + other + "'");
            }
            String plugin = parsed.get("plugin").orElse(STANDALONE);
            if (!plugin.equals(STANDALONE) && !isThere(plugin)) {
                throw ApiException.failure("plugin '" + plugin + "' for domain '" + domain + "' not found!");
            }
        }
    }

    private boolean isThere(String plugin) {
        return Files.exists(plugins)
                && WholeFile.read(plugins)
                        .lines()
                        .anyMatch(line -> line.matches("[a-z]+:\\s*\\Q" + plugin + "\\E\\s*"));
    }

    private static PropertyString parse(PropertyFormat format, @Nullable String value) {
        try {
            return value == null ? new PropertyString(Map.of()) : format.parse(value, "");
        } catch (InvalidFormat malformed) {
            throw ApiException.malformed(malformed);
        }
    }
}
