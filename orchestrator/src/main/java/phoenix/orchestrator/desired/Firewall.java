package phoenix.orchestrator.desired;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Proxmox's firewall of one guest.
 *
 * @param policyIn {@code ACCEPT}, {@code DROP} or {@code REJECT}
 * @param policyOut the same for what leaves the guest
 * @param rules in the order in which they are tried; null: not managed
 */
public record Firewall(
        boolean enabled,
        @Nullable String policyIn,
        @Nullable String policyOut,
        @Nullable List<Rule> rules) {
    public Firewall {
        rules = rules == null ? null : List.copyOf(rules);
    }

    /**
     * A rule.
     *
     * @param direction {@code in} or {@code out}
     * @param action {@code ACCEPT}, {@code DROP} or {@code REJECT}
     * @param source address, subnet or list of them
     * @param port destination port, range {@code 8000:8010}, or list of them
     */
    public record Rule(
            String direction,
            String action,
            @Nullable String source,
            @Nullable String destination,
            @Nullable String protocol,
            @Nullable String port,
            @Nullable String comment) {}
}
