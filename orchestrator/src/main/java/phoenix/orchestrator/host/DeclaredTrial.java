package phoenix.orchestrator.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import phoenix.orchestrator.check.Finding;
import phoenix.orchestrator.check.Trial;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.StepLog;

/**
 * Whether one thing on the node is as the file declares it, and in force. Host set-up's own comparison is the judge: what it would change
 * is what this finds.
 *
 * @param found the thing as a look has found it, compared with the file
 */
public record DeclaredTrial(HostResource found) implements Trial {
    @Override
    public Optional<Finding> make(NodeAccess node, Duration limit, StepLog log) {
        found.remarks().forEach(log::line);
        return finding();
    }

    /** In what it is not as declared; empty if it is. */
    public Optional<Finding> finding() {
        List<String> differences = new ArrayList<>();
        found.refusal().ifPresent(refusal -> differences.add(refusal.why()));
        found.changes().stream().map(DeclaredTrial::inWords).forEach(differences::add);
        differences.addAll(found.reboots());
        if (differences.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                "comparison of " + found.name() + " with the file",
                differences.get(0) + (differences.size() > 1 ? " (and " + (differences.size() - 1) + " more)" : ""),
                differences));
    }

    private static String inWords(Change change) {
        String is = change.before().isEmpty() ? "is absent" : "is '" + change.before() + "'";
        String declared = change.after().isEmpty() ? "nothing of it" : "'" + change.after() + "'";
        return change.attribute() + " " + is + ", and the file declares " + declared;
    }

    @Override
    public String where() {
        return "on the node";
    }

    @Override
    public String expected() {
        return "what phoenix_hypervisor_config.json declares, in force";
    }

    @Override
    public String preview() {
        return "compare " + found.name() + " with phoenix_hypervisor_config.json";
    }

    @Override
    public String hint() {
        if (found.isAsDeclared()) {
            return "reboot the node when its guests can spare it";
        }
        return found.refusal()
                .map(refusal -> refusal.hint())
                .orElse("phoenix --setup-hypervisor puts it right; with --dry-run it shows how");
    }
}
