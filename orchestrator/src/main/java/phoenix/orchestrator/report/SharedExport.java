package phoenix.orchestrator.report;

import java.util.List;
import java.util.regex.Pattern;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.actual.NodeFacts;
import phoenix.orchestrator.note.Note;
import phoenix.pve.GuestFirewall;
import phoenix.pve.PropertyString;
import phoenix.pve.Tags;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes down what containers and VMs say by the same keys. */
final class SharedExport {
    /** The names that the file can hold; Proxmox has pools within pools, too. */
    private static final Pattern POOL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");

    private final ActualGuest guest;
    private final OpenOptions options;
    private final String pool;
    private final FirewallExport firewall;

    SharedExport(ActualGuest guest, NodeFacts facts, OpenOptions options) {
        this.guest = guest;
        this.options = options;
        this.pool = facts.pools().getOrDefault(guest.id(), "");
        this.firewall =
                new FirewallExport(facts.firewalls().getOrDefault(guest.id(), GuestFirewall.NONE), options.unknown());
    }

    /** Whether Proxmox's firewall of the guest is on. */
    boolean hasFirewall() {
        return firewall.isOn();
    }

    void firewall(ObjectNode json) {
        firewall.writeTo(json);
    }

    /** A server behind one interface alone ({@code fe80::1%eth0}) has no form in the file: then none is written. */
    void names(ObjectNode json) {
        if (!options.get("nameserver").contains("%")) {
            options.list(json, "nameservers", "nameserver");
        }
        options.text(json, "searchdomain", "searchdomain");
    }

    void boot(ObjectNode json) {
        json.put("start_at_boot", options.take("onboot").map(OpenOptions::isOn).orElse(false));
        options.take("startup")
                .map(startup -> PropertyString.parse(startup, "order"))
                .ifPresent(startup -> {
                    startup.get("order").ifPresent(order -> json.put("boot_order", Integer.parseInt(order)));
                    startup.get("up").ifPresent(up -> json.put("boot_delay", Integer.parseInt(up)));
                    startup.get("down").ifPresent(down -> json.put("boot_stop_seconds", Integer.parseInt(down)));
                });
    }

    void labels(ObjectNode json) {
        List<String> tags = Tags.parse(options.take("tags").orElse("")).values().stream()
                .filter(tag -> !Note.isOurTag(tag))
                .toList();
        if (!tags.isEmpty()) {
            ArrayNode list = json.putArray("tags");
            tags.forEach(list::add);
        }
        String description = options.take("description").orElse("");
        String own = guest.memory().isOurs() ? Note.withoutLine(description) : description;
        if (!own.isEmpty()) {
            json.put("description", own);
        }
        options.flag(json, "protection", "protection");
        if (POOL.matcher(pool).matches()) {
            json.put("pool", pool);
        } else if (!pool.isEmpty()) {
            options.unknown().add("pool: " + pool);
        }
    }

    /** @param staysStopped whether it is a template, which no run starts */
    void comments(ObjectNode json, boolean staysStopped) {
        if (!guest.running() && !staysStopped) {
            json.put("// stopped", "it does not run; a run starts it");
        }
        if (!guest.waitingForRestart().isEmpty()) {
            json.put(
                    "// pending",
                    String.join(", ", guest.waitingForRestart())
                            + ": changed already, and in force after a restart, which a run asks about");
        }
        guest.memory().note().ifPresent(note -> {
            if (!note.features().isEmpty() || note.application() != null) {
                json.put(
                        "// scripts",
                        "features (" + String.join(", ", note.features().keySet())
                                + ") and scripts were applied; what they were cannot be read back");
            }
        });
        options.writeRest(json);
    }
}
