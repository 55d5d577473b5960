package phoenix.orchestrator.container;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import phoenix.orchestrator.guest.ResumedDownload;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.Upid;
import phoenix.pve.api.Request;
import phoenix.pve.api.StorageApi;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.NodeShell;
import phoenix.pve.shell.Output;

/**
 * Sees that a container template lies on one of the node's storages: downloaded from the node's own catalogue or from an address, and with
 * the checksum that the file gives, if it gives one. With it, an address is downloaded by the node's shell, which goes on where an earlier try
 * broke off; else Proxmox downloads. Half a file is never left in place. What lies there already is looked at by the node's shell, or
 * without one by Proxmox where it comes from an address.
 *
 * @param shell whether the node has one for us
 */
record ProvideTemplate(String node, TemplateChoice template, boolean shell) implements Step {
    private static final Duration READING = Duration.ofMinutes(10);

    /** Two checksums of one file are two steps: at most one of them can be right. */
    static StepKey key(String node, TemplateChoice template) {
        String checksum = template.checksum();
        return new StepKey(
                node,
                "template " + template.volume().fileName()
                        + (checksum.isEmpty()
                                ? ""
                                : " (" + checksum.substring(0, Math.min(15, checksum.length())) + ")"));
    }

    @Override
    public StepKey key() {
        return key(node, template);
    }

    @Override
    public String title() {
        return "template " + template.volume().fileName();
    }

    @Override
    public List<String> preview() {
        if (template.present()) {
            return List.of("sha256sum of " + template.volume() + " is " + digits(template.checksum()));
        }
        String call = call().toString();
        return !template.url().isEmpty() && download().isPossible(shell)
                ? download().preview(call)
                : List.of(call);
    }

    @Override
    public Set<String> lanes() {
        return Set.of(title());
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(30);
    }

    @Override
    public int tries() {
        return 3;
    }

    @Override
    public boolean alreadyTrue(NodeAccess access) {
        boolean there = access
                .client()
                .send(StorageApi.content(node, template.volume().storage(), "vztmpl"))
                .stream()
                .anyMatch(found -> found.id().equals(template.volume()));
        return there && otherDigest(access).isEmpty();
    }

    @Override
    public void act(NodeAccess access, StepLog log) {
        if (!template.present() && !isResumed(access, log)) {
            access.client().sendTask(call(), limit(), log::line);
        }
        otherDigest(access).ifPresent(other -> {
            throw new StepFailure(
                    "template " + template.volume() + " is not the one that the file means: its checksum is sha256:"
                            + other + ", and 'template_checksum' is " + template.checksum(),
                    "remove it (pvesm free " + template.volume()
                            + ") and bring the right one, or correct the checksum");
        });
    }

    private boolean isResumed(NodeAccess access, StepLog log) {
        return !template.url().isEmpty() && download().run(access, limit(), log);
    }

    private ResumedDownload download() {
        return new ResumedDownload(template.url(), template.volume(), template.checksum());
    }

    /** The digest of what lies there, if it is another one than wanted. */
    private Optional<String> otherDigest(NodeAccess access) {
        Optional<NodeShell> shell = access.shell();
        if (template.checksum().isEmpty() || shell.isEmpty()) {
            return Optional.empty();
        }
        String path = access.client().send(StorageApi.path(node, template.volume()));
        Output output = shell.get().run(Command.of("sha256sum", "--", path).within(READING));
        if (!output.succeeded()) {
            throw new StepFailure(
                    "the checksum of template " + template.volume() + " cannot be looked at: "
                            + output.stderr().strip(),
                    "see on the node what keeps it from being read");
        }
        String digest = output.stdout().replaceFirst("(?s)^\\\\?([0-9a-f]{64}).*", "$1");
        return digest.equals(digits(template.checksum())) ? Optional.empty() : Optional.of(digest);
    }

    private static String digits(String checksum) {
        return checksum.substring(checksum.lastIndexOf(':') + 1).toLowerCase(Locale.ROOT);
    }

    private Request<Upid> call() {
        return template.url().isEmpty()
                ? StorageApi.fetchTemplate(
                        node, template.volume().storage(), template.volume().fileName())
                : StorageApi.download(node, template.volume(), template.url(), template.checksum());
    }
}
