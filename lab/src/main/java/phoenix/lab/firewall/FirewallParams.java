package phoenix.lab.firewall;

import java.util.List;
import phoenix.lab.schema.Param;

/** The parameters of firewalls, as Proxmox 8.4 has them. */
final class FirewallParams {
    private static final String[] LEVELS = {
        "emerg", "alert", "crit", "err", "warning", "notice", "info", "debug", "nolog"
    };
    private static final String[] POLICIES = {"ACCEPT", "REJECT", "DROP"};

    static final List<Param> OPTIONS = List.of(
            Param.bool("dhcp").optional().byDefault(false),
            Param.bool("enable").optional().byDefault(false),
            Param.bool("ipfilter").optional(),
            Param.string("log_level_in").optional().oneOf(LEVELS),
            Param.string("log_level_out").optional().oneOf(LEVELS),
            Param.bool("macfilter").optional().byDefault(true),
            Param.bool("ndp").optional().byDefault(false),
            Param.string("policy_in").optional().oneOf(POLICIES),
            Param.string("policy_out").optional().oneOf(POLICIES),
            Param.bool("radv").optional());

    /** Of a rule that is there; all of them may be left out. */
    static final List<Param> RULE = List.of(
            action().optional(),
            Param.string("comment").optional(),
            Param.string("dest").optional().format("pve-fw-addr-spec").maxLength(512),
            Param.string("dport").optional().format("pve-fw-dport-spec"),
            Param.integer("enable").optional().minimum(0),
            Param.string("icmp-type").optional().format("pve-fw-icmp-type-spec"),
            Param.string("iface").optional().format("pve-iface").minLength(2).maxLength(20),
            Param.string("log").optional().oneOf(LEVELS),
            Param.string("macro").optional().maxLength(128),
            Param.string("proto").optional().format("pve-fw-protocol-spec"),
            Param.string("source").optional().format("pve-fw-addr-spec").maxLength(512),
            Param.string("sport").optional().format("pve-fw-sport-spec"),
            type().optional());

    private FirewallParams() {}

    private static Param action() {
        return Param.string("action")
                .pattern("[A-Za-z][A-Za-z0-9\\-\\_]+")
                .minLength(2)
                .maxLength(20);
    }

    private static Param type() {
        return Param.string("type").oneOf("in", "out", "forward", "group");
    }

    /** Of a new rule: type and action have to be given. */
    static List<Param> newRule() {
        return RULE.stream()
                .map(param -> switch (param.name()) {
                    case "action" -> action();
                    case "type" -> type();
                    default -> param;
                })
                .toList();
    }
}
