package phoenix.lab.firewall;

import java.util.List;
import phoenix.lab.schema.Param;
import phoenix.lab.schema.PropertyFormat;

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

    static final List<Param> CLUSTER_OPTIONS = List.of(
            Param.bool("ebtables").optional().byDefault(true),
            Param.integer("enable").optional().minimum(0),
            Param.string("log_ratelimit")
                    .optional()
                    .format(PropertyFormat.of(
                            Param.integer("burst").optional().byDefault(5).minimum(0),
                            Param.bool("enable").byDefault(true).defaultKey(),
                            Param.string("rate")
                                    .optional()
                                    .byDefault("1/second")
                                    .pattern("[1-9][0-9]*\\/(second|minute|hour|day)"))),
            Param.string("policy_forward").optional().oneOf("ACCEPT", "DROP"),
            Param.string("policy_in").optional().oneOf(POLICIES),
            Param.string("policy_out").optional().oneOf(POLICIES));

    static final List<Param> NODE_OPTIONS = List.of(
            Param.bool("enable").optional(),
            Param.string("log_level_forward").optional().oneOf(LEVELS),
            Param.string("log_level_in").optional().oneOf(LEVELS),
            Param.string("log_level_out").optional().oneOf(LEVELS),
            Param.bool("log_nf_conntrack").optional().byDefault(false),
            Param.bool("ndp").optional().byDefault(false),
            Param.bool("nf_conntrack_allow_invalid").optional().byDefault(false),
            Param.string("nf_conntrack_helpers").optional().byDefault("").format("pve-fw-conntrack-helper"),
            Param.integer("nf_conntrack_max").optional().byDefault(262144).minimum(32768),
            Param.integer("nf_conntrack_tcp_timeout_established")
                    .optional()
                    .byDefault(432000)
                    .minimum(7875),
            Param.integer("nf_conntrack_tcp_timeout_syn_recv")
                    .optional()
                    .byDefault(60)
                    .minimum(30)
                    .maximum(60),
            Param.bool("nftables").optional().byDefault(false),
            Param.bool("nosmurfs").optional(),
            Param.bool("protection_synflood").optional().byDefault(false),
            Param.integer("protection_synflood_burst").optional().byDefault(1000),
            Param.integer("protection_synflood_rate").optional().byDefault(200),
            Param.string("smurf_log_level").optional().oneOf(LEVELS),
            Param.string("tcp_flags_log_level").optional().oneOf(LEVELS),
            Param.bool("tcpflags").optional().byDefault(false));

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

    private static final String NAME = "[A-Za-z][A-Za-z0-9\\-\\_]+";

    private FirewallParams() {}

    static Param delete() {
        return Param.string("delete").optional().format("pve-configid-list");
    }

    static Param digest() {
        return Param.string("digest").optional().maxLength(64);
    }

    /** The name of an alias or a set of addresses. */
    static Param name(String parameter) {
        return Param.string(parameter).pattern(NAME).minLength(2).maxLength(64);
    }

    static Param groupName() {
        return groupName("group");
    }

    static Param groupName(String parameter) {
        return Param.string(parameter).pattern(NAME).minLength(2).maxLength(18);
    }

    private static Param action() {
        return Param.string("action").pattern(NAME).minLength(2).maxLength(20);
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
