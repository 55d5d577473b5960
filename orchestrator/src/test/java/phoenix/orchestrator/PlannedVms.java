package phoenix.orchestrator;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.actual.Access;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.actual.Bridges;
import phoenix.orchestrator.actual.NodeFacts;
import phoenix.orchestrator.desired.CloudInit;
import phoenix.orchestrator.desired.DesiredVm;
import phoenix.orchestrator.desired.DesiredVm.Origin;
import phoenix.orchestrator.desired.Feature;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.desired.Inputs;
import phoenix.orchestrator.desired.Network;
import phoenix.orchestrator.desired.Resources;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Redo;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.GuestConfig;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;

/**
 * The reference's two VMs, 8000, a template made from an image, and 8001, cloned from it, with a feature and a snapshot; nodes that have them;
 * and what plans of them say.
 */
final class PlannedVms {
    static final Access ROOT_SHELL = new Access(true, true);
    static final Feature DOCKER = new Feature("docker", Path.of("features/docker"), Inputs.NONE, "d0c4e700");

    private PlannedVms() {}

    static String stepsTitled(Plan plan, String title) {
        return subject(plan, 8001).steps().stream()
                .filter(step -> step.title().equals(title))
                .map(Step::preview)
                .toList()
                .toString();
    }

    static SortedSet<String> with(SortedSet<String> names, String more) {
        SortedSet<String> all = new TreeSet<>(names);
        all.add(more);
        return all;
    }

    static Network network(String ip) {
        return new Network("", "vmbr0", ip, null, null, null, null, null, null, null, null);
    }

    static WantedVm web(@Nullable Boolean full) {
        return new WantedVm(8001, "web", new Origin.Clone(new VmId(8000), null, full));
    }

    static WantedVm template() {
        WantedVm wanted = new WantedVm(8000, "debian", new Origin.Image("debian-12", null, null));
        wanted.isTemplate = true;
        return wanted;
    }

    static WantedVm docker() {
        WantedVm wanted = new WantedVm(8001, "docker", new Origin.Clone(new VmId(8000), null, true));
        wanted.resources = new Resources(2048, null, 2, null, null);
        wanted.networks.add(
                new Network("", "vmbr0", "10.0.0.101/24", "10.0.0.1", null, null, null, null, null, null, null));
        wanted.cloudInit = new CloudInit(
                List.of(new CloudInit.User(
                        "admin", List.of("ssh-ed25519 AAAA+b/c me"), null, List.of(), CloudInit.User.ALL)),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of());
        wanted.diskGiB = 32;
        wanted.features.add(DOCKER);
        wanted.templateSnapshot = "initial";
        return wanted;
    }

    /** As the plan itself would leave them: what its calls send is what the node then has. */
    static ActualGuest finishedTemplate() {
        Note note = last(plan(nothing(), template().value()), 8000);
        Map<String, String> options = sent(plan(nothing(), template().value()), 8000);
        options.put("template", "1");
        return guest(8000, note, options, false);
    }

    static ActualGuest settledClone(boolean running) {
        Plan plan = plan(nothing(), template().value(), docker().value());
        Note note = last(plan, 8001);
        Map<String, String> options = sent(plan, 8001);
        options.put("net0", "virtio=BC:24:11:00:00:01,bridge=vmbr0");
        options.put("scsi0", "local-zfs:vm-8001-disk-0,discard=on,iothread=1,size=32G");
        ActualGuest guest = guest(8001, note, options, running);
        Map<String, GuestConfig.Section> snapshots =
                Map.of("initial", GuestConfig.Section.EMPTY.describedAs(note.line()));
        return new ActualGuest(
                guest.id(),
                GuestKind.VM,
                "pve",
                new GuestConfig(guest.config().current(), GuestConfig.Section.EMPTY, snapshots),
                running);
    }

    static SortedSet<String> managed(int id) {
        return new TreeSet<>(
                last(plan(nothing(), template().value(), docker().value()), id).managed());
    }

    /** The options that the create or configure call of a plan sends. */
    static Map<String, String> sent(Plan plan, int id) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String call : previews(plan, id)) {
            if (call.matches("(POST /nodes/pve/qemu |PUT /nodes/pve/qemu/[0-9]+/config ).*")
                    && !call.contains(" snapname=")) {
                Matcher parts = Pattern.compile(" ([a-z]+[0-9]*)=(.*?)(?= [a-z]+[0-9]*=|$)")
                        .matcher(call.replaceFirst("description=<!--.*?-->", ""));
                while (parts.find()) {
                    options.put(parts.group(1), parts.group(2).strip());
                }
            }
        }
        options.remove("vmid");
        return options;
    }

    /** What the guest's notes say once a plan is done. */
    static Note last(Plan plan, int id) {
        List<String> lines = new ArrayList<>();
        previews(plan, id)
                .forEach(call -> Stream.of(call.split("(?=<!-- phoenix)"))
                        .filter(part -> part.startsWith("<!-- phoenix"))
                        .forEach(part -> lines.add(part.substring(0, part.indexOf("-->") + 3))));
        return Note.find(lines.get(lines.size() - 1)).orElseThrow();
    }

    static ActualGuest guest(int id, Note note, Map<String, String> options, boolean running) {
        Map<String, String> all = new LinkedHashMap<>(options);
        all.put("tags", note.tag());
        return new ActualGuest(
                new VmId(id),
                GuestKind.VM,
                "pve",
                new GuestConfig(
                        new GuestConfig.Section(note.line(), all, List.of()), GuestConfig.Section.EMPTY, Map.of()),
                running);
    }

    static Actual nothing() {
        return node();
    }

    static Actual node(ActualGuest... guests) {
        return node(ROOT_SHELL, guests);
    }

    static Actual node(Access access, ActualGuest... guests) {
        return node(access, Map.of("local-zfs", "zfspool"), guests);
    }

    static Actual node(Access access, Map<String, String> types, ActualGuest... guests) {
        SortedMap<VmId, ActualGuest> byId = new TreeMap<>();
        Stream.of(guests).forEach(guest -> byId.put(guest.id(), guest));
        return new Actual(
                "pve",
                byId,
                List.of(),
                List.of(),
                Optional.empty(),
                new TreeMap<>(Map.of("local", Set.of("import", "snippets"), "local-zfs", Set.of("images", "rootdir"))),
                access,
                new NodeFacts(
                        Map.of(),
                        Set.of(),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(VolumeId.parse("local:import/debian-12.qcow2")),
                        Optional.of("local"),
                        types,
                        Bridges.UNKNOWN,
                        Optional.empty()));
    }

    static Plan plan(Actual actual, DesiredVm... vms) {
        return plan(Redo.NOTHING, actual, vms);
    }

    static Plan plan(Redo redo, Actual actual, DesiredVm... vms) {
        SortedMap<VmId, DesiredVm> byId = new TreeMap<>();
        Stream.of(vms).forEach(vm -> byId.put(vm.id(), vm));
        return Planner.converge(
                new Fleet(new TreeMap<>(), byId), actual, byId.keySet(), redo, Path.of("features/phoenix.sh"));
    }

    static Subject subject(Plan plan, int id) {
        return plan.subjects().stream()
                .filter(subject -> subject.id().equals(Integer.toString(id)))
                .findFirst()
                .orElseThrow();
    }

    static List<String> titles(Plan plan, int id) {
        return subject(plan, id).steps().stream().map(Step::title).toList();
    }

    static List<String> previews(Plan plan, int id) {
        return subject(plan, id).steps().stream()
                .flatMap(step -> step.preview().stream())
                .toList();
    }
}
