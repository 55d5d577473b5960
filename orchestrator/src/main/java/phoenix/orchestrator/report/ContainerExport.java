package phoenix.orchestrator.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.actual.NodeFacts;
import phoenix.orchestrator.note.Note;
import phoenix.pve.GuestConfig;
import phoenix.pve.PropertyString;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes down one container. Options that wait for a restart count as set. Used once, by one thread. */
final class ContainerExport {
    /** What Proxmox keeps for itself, and what is settled when a container is made. */
    private static final Set<String> SILENT = Set.of("arch", "ostype", "lock", "parent", "snaptime", "digest");

    private static final Map<String, String> USUAL_TEMPLATES = Map.of(
            "debian", "debian-12-standard",
            "ubuntu", "ubuntu-24.04-standard",
            "alpine", "alpine-3.22-default");

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
    ContainerExport(
            ActualGuest guest, NodeFacts facts, Optional<Export.Cloned> clone, Optional<String> templateSnapshot) {
        this.guest = guest;
        this.clone = clone;
        this.templateSnapshot = templateSnapshot;
        this.options = new OpenOptions(guest.options(), SILENT);
        this.shared = new SharedExport(guest, facts, options);
    }

    void writeTo(ObjectNode json) {
        json.put("name", options.take("hostname").orElse("CT" + guest.id()));
        origin(json);
        boolean template = options.take("template").filter(OpenOptions::isOn).isPresent();
        if (template) {
            json.put("is_template", true);
        }
        new VolumeExport(options.left(), options.unknown()).writeTo(json);
        json.put(
                "unprivileged",
                options.take("unprivileged").map(OpenOptions::isOn).orElse(false));
        options.number(json, "memory_mb", "memory");
        options.number(json, "swap_mb", "swap");
        options.number(json, "cores", "cores");
        options.decimal(json, "cpulimit", "cpulimit");
        options.number(json, "cpuunits", "cpuunits");
        new NetworkExport(options.left(), options.unknown(), shared.hasFirewall()).writeTo(json);
        shared.names(json);
        shared.boot(json);
        features(json);
        devices(json);
        rawOptions(json);
        shared.labels(json);
        shared.firewall(json);
        options.text(json, "timezone", "timezone");
        shared.comments(json, template || templateSnapshot.isPresent());
    }

    private void origin(ObjectNode json) {
        String known = guest.memory().note().map(Note::base).orElse("");
        String system = guest.config().current().get("ostype").orElse("debian");
        clone.ifPresentOrElse(
                cloned -> {
                    json.put("clone_from_ctid", cloned.source().toString());
                    if (cloned.linked()) {
                        json.put("full_clone", false);
                    }
                },
                () -> {
                    boolean archive = known.contains(".tar");
                    json.put(
                            "template",
                            archive ? "local:vztmpl/" + known : USUAL_TEMPLATES.getOrDefault(system, system));
                    if (!archive) {
                        json.put("// template", Export.UNKNOWN_ORIGIN);
                    }
                });
        templateSnapshot.ifPresent(snapshot -> json.put("template_snapshot_name", snapshot));
    }

    private void features(ObjectNode json) {
        options.take("features").ifPresent(features -> {
            ArrayNode list = json.putArray("pct_options");
            new TreeMap<>(PropertyString.parse(features, "").values())
                    .forEach((feature, value) -> list.add(feature + "=" + value));
        });
    }

    private void devices(ObjectNode json) {
        List<String> found = options.numbered("dev");
        if (found.isEmpty()) {
            return;
        }
        ArrayNode devices = json.putArray("devices");
        for (String option : found) {
            PropertyString device = PropertyString.parse(options.take(option).orElse(""), "path");
            ObjectNode one = devices.addObject();
            one.put("path", device.get("path").orElse(""));
            device.get("mode").ifPresent(mode -> one.put("mode", mode));
            device.get("uid").ifPresent(uid -> one.put("uid", Integer.parseInt(uid)));
            device.get("gid").ifPresent(gid -> one.put("gid", Integer.parseInt(gid)));
            device.get("deny-write").ifPresent(deny -> one.put("deny_write", OpenOptions.isOn(deny)));
        }
    }

    private void rawOptions(ObjectNode json) {
        List<GuestConfig.RawEntry> raw = guest.config().current().raw();
        if (!raw.isEmpty()) {
            ArrayNode list = json.putArray("lxc_options");
            raw.forEach(entry -> list.add(entry.key() + "=" + entry.value()));
        }
    }
}
