package phoenix.orchestrator.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Firewall;

/** Reads {@code firewall} of a guest. */
final class FirewallReader {
    private FirewallReader() {}

    static Optional<Firewall> read(Fields guest) {
        return guest.inner("firewall").map(fields -> {
            boolean enabled = fields.flag("enabled").map(Located::value).orElse(true);
            List<Firewall.Rule> rules = rules(fields);
            if (enabled && rules == null) {
                fields.problems()
                        .warning(
                                fields.place(),
                                "the firewall is on, but no 'rules' are given: only its policies apply, and the rules that the"
                                        + " guest has are left alone",
                                "write \"rules\": [...], or \"rules\": [] if there shall be none");
            }
            return new Firewall(enabled, policy(fields, "policy_in"), policy(fields, "policy_out"), rules);
        });
    }

    private static @Nullable String policy(Fields fields, String key) {
        return Located.valueOf(fields.word(key).orElse(null));
    }

    static @Nullable List<Firewall.Rule> rules(Fields firewall) {
        return firewall.has("rules") ? rules(firewall, "rules") : null;
    }

    /** The rules of a list. */
    static List<Firewall.Rule> rules(Fields holder, String key) {
        List<Firewall.Rule> rules = new ArrayList<>();
        for (Fields fields : holder.objects(key)) {
            Optional<Located<String>> type = fields.word("type");
            Optional<Located<String>> action = fields.word("action");
            if (type.isPresent() && action.isPresent()) {
                rules.add(new Firewall.Rule(
                        type.get().value(),
                        action.get().value(),
                        policy(fields, "source"),
                        policy(fields, "dest"),
                        policy(fields, "proto"),
                        policy(fields, "port"),
                        policy(fields, "comment")));
            }
        }
        return rules;
    }
}
