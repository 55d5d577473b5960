package phoenix.orchestrator.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import phoenix.orchestrator.desired.Inputs;
import phoenix.orchestrator.desired.Place;

/**
 * Makes what scripts get to see: a guest's keys, without those that are options of Proxmox or of Phoenix itself. A script must not run
 * again because a guest got more memory.
 */
final class InputsReader {
    private static final Set<String> NOT_FOR_SCRIPTS = Set.of(
            "memory_mb",
            "swap_mb",
            "cores",
            "cpulimit",
            "cpuunits",
            "start_at_boot",
            "boot_order",
            "boot_delay",
            "boot_stop_seconds",
            "tags",
            "description",
            "protection",
            "pool",
            "node",
            "firewall",
            "dependencies",
            "health_check",
            "health_checks",
            "tests",
            "template",
            "template_checksum",
            "template_snapshot_name",
            "snapshots",
            "clone_from_ctid",
            "storage_pool",
            "storage_size_gb",
            "profiles",
            "application_script",
            "application_scripts",
            "application_files",
            "script_timeout_seconds",
            "features",
            "pct_options",
            "lxc_options",
            "apparmor_profile",
            "apparmor_manages_nesting",
            "unprivileged",
            "mac_address",
            "ssh_public_keys",
            "vmid",
            "template_image",
            "image_checksum",
            "clone_from_vmid",
            "full_clone",
            "is_template",
            "disk_size_gb",
            "disks",
            "balloon_mb",
            "sockets",
            "cpu_type",
            "machine",
            "bios",
            "tpm",
            "agent",
            "user_config",
            "users",
            "packages",
            "write_files",
            "runcmd",
            "cloud_init");

    private final Secrets secrets;

    InputsReader(Secrets secrets) {
        this.secrets = secrets;
    }

    /**
     * What the scripts of a guest see: its ID and its name, then its other keys in the order of the alphabet.
     *
     * @param more what the file says for guests of this kind
     */
    Inputs ofGuest(int id, JsonValue.Obj guest, Map<String, JsonValue> more) {
        Map<String, JsonValue> seen = new TreeMap<>(more);
        guest.members().forEach((key, member) -> {
            if (!NOT_FOR_SCRIPTS.contains(key) && !Keys.isComment(key) && !(member.value() instanceof JsonValue.Null)) {
                seen.put(key, member.value());
            }
        });
        Map<String, JsonValue> ordered = new LinkedHashMap<>();
        ordered.put("id", new JsonValue.Numeral(new Place("", 0, 0, ""), String.valueOf(id)));
        JsonValue name = seen.remove("name");
        if (name != null) {
            ordered.put("name", name);
        }
        ordered.putAll(seen);
        return inputs(ordered);
    }

    /** All keys of a guest, secrets in their places, as a JSON object. */
    String everythingOf(JsonValue.Obj guest) {
        return of(guest).revealed();
    }

    /** An object of the user's. */
    Inputs of(JsonValue.Obj object) {
        Map<String, JsonValue> members = new TreeMap<>();
        object.members().forEach((key, member) -> {
            if (!Keys.isComment(key) && !(member.value() instanceof JsonValue.Null)) {
                members.put(key, member.value());
            }
        });
        return inputs(members);
    }

    /** Values by name. */
    Inputs inputs(Map<String, JsonValue> members) {
        if (members.isEmpty()) {
            return Inputs.NONE;
        }
        JsonPrinter.Printed printed = JsonPrinter.lines(members);
        return printed.hasSecret()
                ? new Inputs(
                        printed.text(),
                        JsonPrinter.revealed(
                                members,
                                reference -> secrets.follow(reference)
                                        .map(Secrets.Secret::value)
                                        .orElse("")))
                : Inputs.plain(printed.text());
    }
}
