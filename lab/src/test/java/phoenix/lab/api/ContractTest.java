package phoenix.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.rest.Permission;
import phoenix.lab.schema.Param;
import phoenix.lab.schema.PropertyFormat;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds every endpoint that the lab serves against Proxmox's own schema, of the release that it behaves like and of the next. */
final class ContractTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What release 9.2 has and 8.4, which the lab behaves like, has not. */
    private static final Set<String> ONLY_IN_9 = Set.of(
            "POST /nodes/{node}/lxc: entrypoint is not served",
            "POST /nodes/{node}/lxc: env is not served",
            "POST /nodes/{node}/lxc: ha-managed is not served",
            "PUT /nodes/{node}/lxc/{vmid}/config: entrypoint is not served",
            "PUT /nodes/{node}/lxc/{vmid}/config: env is not served",
            "PUT /access/users/{userid}/token/{tokenid}: delete is not served",
            "PUT /access/users/{userid}/token/{tokenid}: regenerate is not served",
            "PUT /nodes/{node}/lxc/{vmid}/firewall/options: ndp is ",
            "PUT /nodes/{node}/qemu/{vmid}/firewall/options: ndp is ",
            "GET /nodes/{node}/config: property has other values",
            "PUT /nodes/{node}/config: location is not served",
            "PUT /cluster/firewall/options: enable is ",
            "PUT /nodes/{node}/firewall/options: enable is ",
            "PUT /nodes/{node}/firewall/options: ndp is ",
            "GET /nodes/{node}/network: type has other values",
            "POST /nodes/{node}/network: type has other values",
            "PUT /nodes/{node}/network: regenerate-frr is not served",
            "PUT /nodes/{node}/network/{iface}: type has other values",
            "POST /storage: type has other values",
            "POST /storage: blocksize is ",
            "POST /storage: saferemove-stepsize is not served",
            "POST /storage: snapshot-as-volume-chain is not served",
            "PUT /storage/{storage}: blocksize is ",
            "PUT /storage/{storage}: saferemove-stepsize is not served",
            "PUT /storage/{storage}: snapshot-as-volume-chain is not served",
            "GET /cluster/resources: type has other values",
            "GET /storage: type has other values");

    /** VMs' options that say more there, and the agent's calls, which have privileges of their own there. */
    private static final Pattern VMS_IN_9 = Pattern.compile(
            "(?:POST /nodes/\\{node}/qemu|(?:POST|PUT) /nodes/\\{node}/qemu/\\{vmid}/(?:config|status/start)): "
                    + "(?:agent|allow-ksm|ha-managed|(?:ide|sata|scsi|virtio|serial|hostpci)\\[n]|intel-tdx|machine|ostype"
                    + "|tpmstate0|with-conntrack-state) |[A-Z]+ /nodes/\\{node}/qemu/\\{vmid}/agent.*: may be called by "
                    + "|POST /nodes/\\{node}/qemu/\\{vmid}/agent/exec: command is "
                    + "|GET /nodes/\\{node}/qemu/\\{vmid}/agent/file-read: (?:count|decode|offset) is not served");

    /** What release 8.4 has and 9.2 has no longer. */
    private static final Set<String> ONLY_IN_8 = Set.of(
            "POST /storage: maxfiles is not published",
            "POST /storage: server2 is not published",
            "POST /storage: transport is not published",
            "POST /storage: volume is not published",
            "PUT /storage/{storage}: maxfiles is not published",
            "PUT /storage/{storage}: server2 is not published",
            "PUT /storage/{storage}: transport is not published");

    /** Keys of property strings that came with release 9. */
    private static final Set<String> KEYS_ONLY_IN_9 = Set.of("idmap", "keepattrs", "host-managed");

    @Test
    void every_endpoint_is_as_proxmox_8_publishes_it(@TempDir Path folder) throws IOException {
        assertThat(differences(contract("pve-8.4.json"), folder, Set.of())).isEmpty();
    }

    @Test
    void every_endpoint_is_as_proxmox_9_publishes_it_but_for_what_is_new_there(@TempDir Path folder)
            throws IOException {
        List<String> differences = differences(contract("pve-9.2.json"), folder, KEYS_ONLY_IN_9);

        assertThat(differences)
                .allMatch(difference -> ONLY_IN_8.contains(difference)
                        || VMS_IN_9.matcher(difference).lookingAt()
                        || ONLY_IN_9.stream().anyMatch(difference::startsWith));
    }

    /** The published schema, which lies beside the project where it is developed and is no part of it. */
    private static JsonNode contract(String name) throws IOException {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path file = folder.resolve("shared/pve-api").resolve(name);
            if (Files.isRegularFile(file)) {
                return JSON.readTree(Files.readString(file)).path("paths");
            }
        }
        Assumptions.abort("no shared/pve-api/" + name + " above " + Path.of("").toAbsolutePath());
        throw new IllegalStateException("abort does not return");
    }

    private static List<String> differences(JsonNode contract, Path folder, Set<String> unknownKeys)
            throws IOException {
        List<String> differences = new ArrayList<>();
        try (Lab lab = Lab.open(folder)) {
            assertThat(lab.server().endpoints()).hasSizeGreaterThan(50);
            for (Endpoint endpoint : lab.server().endpoints()) {
                String name = endpoint.verb() + " " + endpoint.path();
                JsonNode published =
                        contract.path(endpoint.path()).path(endpoint.verb().name());
                if (published.isMissingNode()) {
                    differences.add(name + " is not published");
                    continue;
                }
                compare(name, endpoint, published, unknownKeys, differences);
            }
        }
        return differences;
    }

    private static void compare(
            String name, Endpoint endpoint, JsonNode published, Set<String> unknownKeys, List<String> differences) {
        Map<String, Map<String, Object>> ours = new TreeMap<>();
        for (Param param : endpoint.parameters().all()) {
            ours.put(param.name(), plain(param.rules()));
        }
        Map<String, Map<String, Object>> theirs = new TreeMap<>();
        published
                .path("parameters")
                .propertyStream()
                .forEach(entry -> theirs.put(entry.getKey(), published(entry.getValue(), unknownKeys)));
        theirs.forEach((param, rules) -> {
            Map<String, Object> mine = ours.remove(param);
            if (mine == null) {
                differences.add(name + ": " + param + " is not served");
            } else if (!mine.equals(rules)) {
                boolean onlyValues = without(mine, "enum").equals(without(rules, "enum"));
                differences.add(name + ": " + param
                        + (onlyValues ? " has other values" : " is " + mine + " instead of " + rules));
            }
        });
        ours.keySet().forEach(param -> differences.add(name + ": " + param + " is not published"));
        if (endpoint.needsRoot() != published.path("protected").asBoolean(false)) {
            differences.add(name + ": protected differs");
        }
        if (endpoint.tokens() != published.path("allowtoken").asBoolean(true)) {
            differences.add(name + ": allowtoken differs");
        }
        String permission = permission(endpoint.permission());
        String wanted = permission(published.path("permissions"));
        if (!permission.equals(wanted)) {
            differences.add(name + ": may be called by " + permission + " instead of " + wanted);
        }
    }

    private static Map<String, Object> without(Map<String, Object> rules, String rule) {
        Map<String, Object> rest = new TreeMap<>(rules);
        rest.remove(rule);
        return rest;
    }

    private static Map<String, Object> plain(Map<String, Object> rules) {
        Map<String, Object> plain = new TreeMap<>();
        rules.forEach((rule, value) -> {
            if (value instanceof PropertyFormat format) {
                Map<String, Object> keys = new TreeMap<>();
                format.keys().forEach((key, param) -> keys.put(key, plain(param.rules())));
                plain.put(rule, keys);
            } else if (value instanceof Map<?, ?> items) {
                Map<String, Object> inner = new TreeMap<>();
                items.forEach((name, part) -> inner.put(String.valueOf(name), part));
                plain.put(rule, plain(inner));
            } else {
                plain.put(rule, value);
            }
        });
        return plain;
    }

    private static Map<String, Object> published(JsonNode param, Set<String> unknownKeys) {
        Map<String, Object> rules = new TreeMap<>();
        param.propertyStream().forEach(entry -> {
            JsonNode value = entry.getValue();
            if (entry.getKey().equals("items")) {
                rules.put("items", published(value, unknownKeys));
            } else if (value.isObject()) {
                Map<String, Object> keys = new TreeMap<>();
                value.propertyStream()
                        .filter(key -> !unknownKeys.contains(key.getKey()))
                        .forEach(key -> keys.put(key.getKey(), published(key.getValue(), unknownKeys)));
                rules.put(entry.getKey(), keys);
            } else if (value.isArray()) {
                rules.put(
                        entry.getKey(),
                        value.valueStream().map(element -> element.asString("")).toList());
            } else if (value.isBoolean()) {
                rules.put(entry.getKey(), value.asBoolean());
            } else if (value.isIntegralNumber()) {
                rules.put(entry.getKey(), value.asLong());
            } else if (value.isNumber()) {
                rules.put(entry.getKey(), value.asDouble());
            } else {
                // Perl's mark of an expression compiled without flags means nothing to Java.
                rules.put(entry.getKey(), value.asString("").replace("(?^", "(?"));
            }
        });
        return rules;
    }

    private static String permission(Permission permission) {
        if (permission instanceof Permission.World) {
            return "world";
        }
        if (permission instanceof Permission.AnyUser) {
            return "all";
        }
        if (permission instanceof Permission.RootOnly) {
            return "root";
        }
        if (permission instanceof Permission.Self) {
            return "[userid-param, self]";
        }
        if (permission instanceof Permission.OnGroups groups) {
            return "[userid-group, " + groups.privileges()
                    + (groups.groupsParameter().isEmpty() ? "" : ", groups_param, " + groups.groupsParameter()) + "]";
        }
        if (permission instanceof Permission.OnRealm realm) {
            return "[userid-param, " + realm.privilege() + "]";
        }
        if (permission instanceof Permission.Modify modify) {
            return "[perm-modify, " + modify.path() + "]";
        }
        if (permission instanceof Permission.All all) {
            return "[and, " + all(all.parts()) + "]";
        }
        if (permission instanceof Permission.Either either) {
            return "[or, " + all(either.parts()) + "]";
        }
        Permission.On on = (Permission.On) permission;
        return "[perm, " + on.path() + ", " + on.privileges() + (on.any() ? ", any, 1" : "")
                + (on.requiredParam().isEmpty() ? "" : ", require_param, " + on.requiredParam()) + "]";
    }

    private static String all(List<Permission> parts) {
        return String.join(", ", parts.stream().map(ContractTest::permission).toList());
    }

    private static String permission(JsonNode published) {
        Map<String, JsonNode> parts = new LinkedHashMap<>();
        published.propertyStream().forEach(entry -> parts.put(entry.getKey(), entry.getValue()));
        return Optional.ofNullable(parts.get("user"))
                .map(user -> user.asString(""))
                .or(() -> Optional.ofNullable(parts.get("check")).map(ContractTest::text))
                .orElse("root");
    }

    private static String text(JsonNode value) {
        if (!value.isArray()) {
            return value.asString("");
        }
        return "["
                + String.join(", ", value.valueStream().map(ContractTest::text).toList()) + "]";
    }
}
