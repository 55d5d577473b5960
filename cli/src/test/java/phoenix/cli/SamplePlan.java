package phoenix.cli;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Impact;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.orchestrator.plan.Subject;
import phoenix.orchestrator.plan.Subject.Action;

/** A plan in which every kind of thing happens to some guest. */
final class SamplePlan {
    static final Subject CREATED = new Subject(
            "900",
            "900 (Template-Base)",
            Action.CREATE,
            List.of(
                    new Change("from", "", "local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst", "", Impact.NONE),
                    new Change("feature base_setup", "", "", "", Impact.NONE)),
            List.of(new Shown(
                    "900", "create", "create from debian-12", List.of("POST /nodes/pve/lxc vmid=900"), Set.of())),
            List.of(),
            Optional.empty());
    static final Subject LIVE = new Subject(
            "951",
            "951 (vllm)",
            Action.CHANGE,
            List.of(
                    new Change("memory", "512", "1024", "differs from the file"),
                    new Change("cores", "2", "", "the file does not declare it any more")),
            List.of(new Shown(
                    "951", "configure", "configure", List.of("PUT /nodes/pve/lxc/951/config memory=1024"), Set.of())),
            List.of(),
            Optional.empty());
    static final Subject RESTARTED = new Subject(
            "953",
            "953 (gateway)",
            Action.CHANGE,
            List.of(new Change("features", "", "nesting=1", "differs from the file", Impact.RESTART)),
            List.of(new Shown(
                    "953",
                    "restart",
                    "restart",
                    List.of("POST /nodes/pve/lxc/953/status/reboot timeout=60"),
                    Set.of())),
            List.of("something to know"),
            Optional.empty());
    static final Subject RECREATED = new Subject(
            "950",
            "950 (app)",
            Action.RECREATE,
            List.of(
                    new Change(
                            "base",
                            "900@pre-configured#1f2e3d4c",
                            "900@pre-configured#5a6b7c8d",
                            "made from an older 900@pre-configured",
                            Impact.RECREATE),
                    new Change("volume rootfs", "local-zfs:subvol-950-disk-0,size=8G", "", "", Impact.DATA_LOSS),
                    new Change("snapshot", "final-form", "", "", Impact.DATA_LOSS)),
            List.of(new Shown(
                    "950", "remove", "remove, to be made anew", List.of("DELETE /nodes/pve/lxc/950"), Set.of())),
            List.of(),
            Optional.empty());
    static final Subject STALE = new Subject(
            "901",
            "901 (Template-GPU)",
            Action.NONE,
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.of("made from an older 900@pre-configured (changed: feature base_setup)"));
    static final Subject REFUSED = Subject.refused(
            "960",
            "960 (small)",
            new Subject.Refusal(
                    "the root volume of container 960 (small) is 32G; Proxmox VE cannot shrink it to 8G\n"
                            + "  phoenix_lxc_configs.json:3:5  /lxc_configs/960",
                    "write \"storage_size_gb\": 32, or delete the container and run again"));
    static final Subject DELETED = new Subject(
            "970",
            "970 (old)",
            Action.DELETE,
            List.of(new Change("volume rootfs", "local-zfs:subvol-970-disk-0,size=8G", "", "", Impact.DATA_LOSS)),
            List.of(new Shown("970", "delete", "delete", List.of("DELETE /nodes/pve/lxc/970"), Set.of())),
            List.of(),
            Optional.empty());
    static final Subject UNCHANGED =
            new Subject("952", "952 (qdrant)", Action.NONE, List.of(), List.of(), List.of(), Optional.empty());

    static final Plan OF_EVERYTHING =
            new Plan(List.of(CREATED, STALE, RECREATED, LIVE, UNCHANGED, RESTARTED, REFUSED, DELETED));

    private SamplePlan() {}

    record Shown(String subject, String name, String title, List<String> preview, Set<StepKey> needs) implements Step {
        @Override
        public StepKey key() {
            return new StepKey(subject, name);
        }

        @Override
        public boolean alreadyTrue(NodeAccess node) {
            return false;
        }

        @Override
        public void act(NodeAccess node, StepLog log) {
            throw new AssertionError("this plan is looked at, not carried out");
        }
    }
}
