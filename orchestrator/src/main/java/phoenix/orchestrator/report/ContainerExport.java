package phoenix.orchestrator.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.note.Note;
import phoenix.pve.GuestConfig;
import phoenix.pve.PropertyString;
import phoenix.pve.Tags;
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
    private final TreeMap<String, String> options;
    private final List<String> notExported = new ArrayList<>();

    /**
     * @param clone what it is a clone of, if that is exported along with it
     * @param templateSnapshot the snapshot that others are cloned from which are exported along with it
     */
    ContainerExport(ActualGuest guest, Optional<Export.Cloned> clone, Optional<String> templateSnapshot) {
        this.guest = guest;
        this.clone = clone;
        this.templateSnapshot = templateSnapshot;
        this.options = new TreeMap<>(guest.options());
        SILENT.forEach(options::remove);
    }

    void writeTo(ObjectNode json) {
        json.put("name", take("hostname").orElse("CT" + guest.id()));
        origin(json);
        new VolumeExport(options, notExported).writeTo(json);
        take("unprivileged")
                .ifPresentOrElse(value -> json.put("unprivileged", isOn(value)), () -> json.put("unprivileged", false));
        number(json, "memory_mb", "memory");
        number(json, "swap_mb", "swap");
        number(json, "cores", "cores");
        take("cpulimit").ifPresent(limit -> json.put("cpulimit", new java.math.BigDecimal(limit)));
        number(json, "cpuunits", "cpuunits");
        new NetworkExport(options, notExported).writeTo(json);
        list(json, "nameservers", "nameserver");
        take("searchdomain").ifPresent(domain -> json.put("searchdomain", domain));
        boot(json);
        features(json);
        devices(json);
        rawOptions(json);
        labels(json);
        comments(json);
    }

    private void origin(ObjectNode json) {
        String known = guest.memory().note().map(Note::base).orElse("");
        String system = guest.config().current().get("ostype").orElse("debian");
        clone.ifPresentOrElse(
                cloned -> json.put("clone_from_ctid", cloned.source().toString()), () -> {
                    boolean archive = known.contains(".tar");
                    json.put(
                            "template",
                            archive ? "local:vztmpl/" + known : USUAL_TEMPLATES.getOrDefault(system, system));
                    if (!archive) {
                        json.put(
                                "// template",
                                "what it was made from is not known; only if it has to be made anew is this used");
                    }
                });
        templateSnapshot.ifPresent(snapshot -> json.put("template_snapshot_name", snapshot));
    }

    private void boot(ObjectNode json) {
        json.put("start_at_boot", take("onboot").map(ContainerExport::isOn).orElse(false));
        take("startup").map(startup -> PropertyString.parse(startup, "order")).ifPresent(startup -> {
            startup.get("order").ifPresent(order -> json.put("boot_order", Integer.parseInt(order)));
            startup.get("up").ifPresent(up -> json.put("boot_delay", Integer.parseInt(up)));
            startup.get("down").ifPresent(down -> json.put("boot_stop_seconds", Integer.parseInt(down)));
        });
    }

    private void features(ObjectNode json) {
        take("features").ifPresent(features -> {
            ArrayNode list = json.putArray("pct_options");
            new TreeMap<>(PropertyString.parse(features, "").values())
                    .forEach((feature, value) -> list.add(feature + "=" + value));
        });
    }

    private void devices(ObjectNode json) {
        List<String> found = options.keySet().stream()
                .filter(option -> option.matches("dev[0-9]+"))
                .sorted((one, other) -> Integer.compare(number(one), number(other)))
                .toList();
        if (found.isEmpty()) {
            return;
        }
        ArrayNode devices = json.putArray("devices");
        for (String option : found) {
            PropertyString device = PropertyString.parse(take(option).orElse(""), "path");
            ObjectNode one = devices.addObject();
            one.put("path", device.get("path").orElse(""));
            device.get("mode").ifPresent(mode -> one.put("mode", mode));
            device.get("uid").ifPresent(uid -> one.put("uid", Integer.parseInt(uid)));
            device.get("gid").ifPresent(gid -> one.put("gid", Integer.parseInt(gid)));
            device.get("deny-write").ifPresent(deny -> one.put("deny_write", isOn(deny)));
        }
    }

    private void rawOptions(ObjectNode json) {
        List<GuestConfig.RawEntry> raw = guest.config().current().raw();
        if (!raw.isEmpty()) {
            ArrayNode list = json.putArray("lxc_options");
            raw.forEach(entry -> list.add(entry.key() + "=" + entry.value()));
        }
    }

    private void labels(ObjectNode json) {
        List<String> tags = Tags.parse(take("tags").orElse("")).values().stream()
                .filter(tag -> !Note.isOurTag(tag))
                .toList();
        if (!tags.isEmpty()) {
            ArrayNode list = json.putArray("tags");
            tags.forEach(list::add);
        }
        String description = take("description").orElse("");
        String own = guest.memory().isOurs() ? Note.withoutLine(description) : description;
        if (!own.isEmpty()) {
            json.put("description", own);
        }
        take("protection").ifPresent(value -> json.put("protection", isOn(value)));
        take("timezone").ifPresent(zone -> json.put("timezone", zone));
    }

    private void comments(ObjectNode json) {
        options.forEach((option, value) -> notExported.add(option + ": " + value));
        if (!guest.running() && templateSnapshot.isEmpty()) {
            json.put("// stopped", "it does not run; a run starts it");
        }
        guest.memory().note().ifPresent(note -> {
            if (!note.features().isEmpty() || note.application() != null) {
                json.put(
                        "// scripts",
                        "features (" + String.join(", ", note.features().keySet())
                                + ") and scripts were applied; what they were cannot be read back");
            }
        });
        if (!notExported.isEmpty()) {
            ArrayNode list = json.putArray("// not exported");
            notExported.stream().sorted().forEach(list::add);
        }
    }

    private void number(ObjectNode json, String key, String option) {
        take(option).ifPresent(value -> json.put(key, Integer.parseInt(value)));
    }

    private void list(ObjectNode json, String key, String option) {
        take(option).ifPresent(value -> {
            ArrayNode list = json.putArray(key);
            for (String item : value.strip().split("[,;\\s]+")) {
                list.add(item);
            }
        });
    }

    private Optional<String> take(String option) {
        @Nullable String value = options.remove(option);
        return Optional.ofNullable(value);
    }

    /** Proxmox's spellings of true. */
    static boolean isOn(String value) {
        return value.matches("(?i)1|on|yes|true");
    }

    /** The number at the end of an option's name: 3 of {@code mp3}. */
    static int number(String option) {
        return Integer.parseInt(option.replaceFirst("^[a-z]+", ""));
    }
}
