package phoenix.orchestrator.report;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.actual.NodeFacts;
import phoenix.orchestrator.note.Note;
import phoenix.pve.PropertyString;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes down one VM. Options that wait for a restart count as set. Used once, by one thread. */
final class VmExport {
    /** What Proxmox keeps for itself, and what is settled when a VM is made. */
    private static final Set<String> SILENT = Set.of(
            "boot",
            "bootdisk",
            "digest",
            "lock",
            "meta",
            "ostype",
            "parent",
            "scsihw",
            "smbios1",
            "snaptime",
            "vmgenid",
            "vmstatestorage");

    /** The forms of values that the file can hold; another one is named in a comment. */
    private static final String CPU = "[A-Za-z0-9][A-Za-z0-9_,=+.-]{0,127}";

    private static final String USER = "[a-z_][a-z0-9_-]{0,31}";

    private static final String MACHINE = "[a-z0-9][A-Za-z0-9+.=,_-]{0,63}";

    private final ActualGuest guest;
    private final Optional<Export.Cloned> clone;
    private final Optional<String> templateSnapshot;
    private final OpenOptions options;
    private final SharedExport shared;

    /**
     * @param facts its pool and its firewall
     * @param clone what it is a clone of, if that is exported along with it
     * @param templateSnapshot the snapshot that others are cloned from which are exported along with it
     */
    VmExport(ActualGuest guest, NodeFacts facts, Optional<Export.Cloned> clone, Optional<String> templateSnapshot) {
        this.guest = guest;
        this.clone = clone;
        this.templateSnapshot = templateSnapshot;
        this.options = new OpenOptions(guest.options(), SILENT);
        this.shared = new SharedExport(guest, facts, options);
    }

    void writeTo(ObjectNode json) {
        json.put("vmid", guest.id().value());
        json.put("name", options.has("name") ? options.get("name") : "VM" + guest.id());
        if (options.take("name").isEmpty()) {
            json.put("// name", "it has none; a run gives it this one");
        }
        origin(json);
        boolean template = options.take("template").filter(OpenOptions::isOn).isPresent();
        if (template) {
            json.put("is_template", true);
        }
        new VmDiskExport(options).writeTo(json);
        memory(json);
        options.number(json, "balloon_mb", "balloon");
        options.number(json, "cores", "cores");
        options.number(json, "sockets", "sockets");
        options.decimal(json, "cpulimit", "cpulimit");
        options.number(json, "cpuunits", "cpuunits");
        matching(json, "cpu_type", "cpu", CPU);
        devices(json);
        matching(json, "machine", "machine", MACHINE);
        options.text(json, "bios", "bios");
        agent(json);
        new VmNetworkExport(options, shared.hasFirewall()).writeTo(json);
        shared.names(json);
        user(json);
        shared.boot(json);
        shared.labels(json);
        shared.firewall(json);
        shared.comments(json, template);
    }

    private void origin(ObjectNode json) {
        String known = guest.memory().note().map(Note::base).orElse("");
        boolean image = known.contains(".");
        clone.ifPresentOrElse(
                cloned -> {
                    json.put("clone_from_vmid", cloned.source().value());
                    if (cloned.linked()) {
                        json.put("full_clone", false);
                    }
                },
                () -> {
                    json.put("template_image", image ? known : "debian-12");
                    if (!image) {
                        json.put("// template_image", Export.UNKNOWN_ORIGIN);
                    }
                });
        templateSnapshot.ifPresent(snapshot -> json.put("template_snapshot_name", snapshot));
    }

    /** In Proxmox's older spelling a bare number, in its newer one a part of several. */
    private void memory(ObjectNode json) {
        options.take("memory").ifPresent(memory -> {
            String current =
                    PropertyString.parse(memory, "current").get("current").orElse("");
            if (current.matches("[0-9]+")) {
                json.put("memory_mb", Integer.parseInt(current));
            } else {
                options.unknown().add("memory: " + memory);
            }
        });
    }

    private void matching(ObjectNode json, String key, String option, String form) {
        if (options.get(option).matches(form)) {
            options.text(json, key, option);
        }
    }

    private void agent(ObjectNode json) {
        PropertyString agent = PropertyString.parse(options.take("agent").orElse("0"), "enabled");
        json.put("agent", OpenOptions.isOn(agent.get("enabled").orElse("0")));
        agent.without("enabled")
                .values()
                .forEach((part, value) -> options.unknown().add("agent: " + part + "=" + value));
    }

    /** All of them or none: what the list does not name is taken away from the VM. */
    private void devices(ObjectNode json) {
        List<String> devices = options.numbered("hostpci");
        if (devices.isEmpty()
                || devices.size() != options.counted("hostpci")
                || !options.get("machine").contains("q35")
                || !devices.stream().allMatch(option -> device(option).isPresent())) {
            return;
        }
        ArrayNode list = json.putArray("pci_devices");
        devices.forEach(option -> {
            device(option).ifPresent(list::add);
            options.take(option);
        });
    }

    /** An address or the name of a mapping, if nothing more is said of the device than what a run would say. */
    private Optional<String> device(String option) {
        PropertyString device = PropertyString.parse(options.get(option), "host");
        boolean usual = device.get("pcie").filter(OpenOptions::isOn).isPresent()
                && device.values().size() == 2;
        return usual
                ? device.get("host")
                        .or(() -> device.get("mapping"))
                        .filter(name ->
                                name.matches("(?i)([0-9a-f]{4}:)?[0-9a-f]{2}:[0-9a-f]{2}(\\.[0-7])?|[a-z][a-z0-9_-]+"))
                : Optional.empty();
    }

    private void user(ObjectNode json) {
        options.take("ciupgrade");
        if (!options.get("ciuser").matches(USER)) {
            return;
        }
        options.take("ciuser").ifPresent(name -> {
            ObjectNode user = json.putObject("user_config");
            user.put("username", name);
            options.take("sshkeys").ifPresent(keys -> {
                ArrayNode list = user.putArray("ssh_public_keys");
                URLDecoder.decode(keys.replace("+", "%2B"), StandardCharsets.UTF_8)
                        .lines()
                        .map(String::strip)
                        .filter(key -> !key.isEmpty())
                        .forEach(list::add);
            });
        });
    }
}
