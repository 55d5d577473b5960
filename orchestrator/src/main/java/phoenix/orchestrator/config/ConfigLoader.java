package phoenix.orchestrator.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import phoenix.orchestrator.config.check.Checks;
import phoenix.orchestrator.config.schema.SchemaCheck;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.DesiredVm;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.desired.Place;
import phoenix.orchestrator.desired.Suite;
import phoenix.orchestrator.desired.Suites;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.pve.VmId;

/**
 * Reads a configuration folder.
 *
 * <p>It goes so:
 *
 * <ol>
 *   <li>each file is read into values with places, and these are judged by the file's schema;
 *   <li>each guest is laid over its profiles and the defaults;
 *   <li>each guest is checked by itself: what it must say, what contradicts, secrets and files that it names;
 *   <li>the guests are checked against each other and against the node;
 *   <li>if nothing is wrong, they become a fleet.
 * </ol>
 *
 * All problems of all files are found in one go. No node is asked.
 */
public final class ConfigLoader {
    public static final String HYPERVISOR_FILE = "phoenix_hypervisor_config.json";
    public static final String LXC_FILE = "phoenix_lxc_configs.json";
    public static final String VM_FILE = "phoenix_vm_configs.json";

    private final Path folder;
    private final Problems problems = new Problems();
    private final Readers readers;
    private final SecretCheck secrets;

    private ConfigLoader(Path folder, FeatureFolders featureFolders, Map<String, String> environment) {
        this.folder = folder;
        this.readers = Readers.of(folder, featureFolders, environment, problems);
        this.secrets = new SecretCheck(readers.secrets(), problems);
    }

    /**
     * Reads the three files of a folder.
     *
     * @param folder as the user wrote it: the places' file names begin with it
     * @param features where features are looked for
     * @param environment the variables that secrets may be in
     * @return never fails: what cannot be read is a problem too
     */
    public static Loaded load(Path folder, FeatureFolders features, Map<String, String> environment) {
        return new ConfigLoader(folder, features, environment).load();
    }

    private Loaded load() {
        NavigableMap<VmId, DesiredContainer> containers = new TreeMap<>();
        NavigableMap<VmId, DesiredVm> vms = new TreeMap<>();
        Origins origins = Origins.NONE;
        Suites suites = Suites.NONE;
        DesiredHost node = DesiredHost.EMPTY;
        if (!Files.isDirectory(folder)) {
            problems.error(
                    new Place(folder.toString(), 0, 0, ""),
                    Files.exists(folder) ? "the configuration is no folder" : "the configuration folder does not exist",
                    "name the folder that holds " + LXC_FILE + " with --config");
        } else {
            Optional<Fields> hostFile = file(HYPERVISOR_FILE, SchemaCheck.HYPERVISOR);
            HostDraft host = host(hostFile);
            DesiredHost declared = hostFile.map(fields -> new DesiredHostReader(fields, host, readers.secrets())
                            .read()
                            .with(new HostServicesReader(fields, readers.secrets(), folder).read()))
                    .orElse(DesiredHost.EMPTY);
            Optional<Fields> containerFile = containerFile();
            List<EffectiveGuest> lxc = containerFile.map(LxcFile::read).orElse(List.of());
            Optional<Fields> vmFile = file(VM_FILE, SchemaCheck.VM);
            List<EffectiveGuest> qemu = vmFile.map(VmFile::read).orElse(List.of());
            origins = Origins.of(lxc, qemu, host.sharedVolumes());
            Drafts drafts = new Drafts(host, containers(containerFile, lxc, host), vms(vmFile, qemu));
            suites = suites(hostFile, lxc, qemu, drafts);
            Checks.run(drafts, folder, problems);
            if (!problems.hasErrors()) {
                NavigableMap<VmId, ContainerDraft> byId = new TreeMap<>();
                drafts.containers().forEach(draft -> byId.put(draft.id(), draft));
                Clones clones = new Clones(byId);
                drafts.containers().forEach(draft -> containers.put(draft.id(), draft.finish(clones)));
                Map<VmId, VmDraft> vmsById = new TreeMap<>();
                drafts.vms().forEach(draft -> vmsById.put(draft.id(), draft));
                drafts.vms().forEach(draft -> vms.put(draft.id(), draft.finish(vmsById)));
                node = declared;
            }
        }
        return new Loaded(
                new Fleet(containers, vms),
                suites,
                node,
                problems.inOrder(List.of(name(HYPERVISOR_FILE), name(LXC_FILE), name(VM_FILE))),
                origins,
                readers.secrets().texts());
    }

    private HostDraft host(Optional<Fields> file) {
        file.ifPresent(fields -> secrets.check(fields.object()));
        return file.map(HypervisorFile::read).orElse(HostDraft.UNKNOWN);
    }

    private Optional<Fields> containerFile() {
        boolean missing = !Files.exists(folder.resolve(LXC_FILE));
        if (missing && Files.exists(folder.resolve(VM_FILE))) {
            return Optional.empty();
        }
        if (missing) {
            problems.error(
                    new Place(name(LXC_FILE), 0, 0, ""),
                    "the file of the containers does not exist",
                    "write it, or name another folder with --config; the smallest is {\"lxc_configs\": {}}");
            return Optional.empty();
        }
        return file(LXC_FILE, SchemaCheck.LXC);
    }

    private List<ContainerDraft> containers(Optional<Fields> file, List<EffectiveGuest> guests, HostDraft host) {
        Map<String, JsonValue> forScripts = file.map(LxcFile::forScripts).orElse(Map.of());
        ContainerReader reader = new ContainerReader(readers, new MountReader(host.sharedVolumes()));
        List<ContainerDraft> drafts = new ArrayList<>();
        for (EffectiveGuest guest : guests) {
            secrets.check(guest.fields().object());
            drafts.add(reader.read(guest.id(), guest.fields(), forScripts));
        }
        return drafts;
    }

    private List<VmDraft> vms(Optional<Fields> file, List<EffectiveGuest> guests) {
        VmReader reader = new VmReader(readers, ImageCatalogue.of(file, folder));
        List<VmDraft> drafts = new ArrayList<>();
        for (EffectiveGuest guest : guests) {
            secrets.check(guest.fields().object());
            drafts.add(reader.read(guest.id(), guest.fields()));
        }
        return drafts;
    }

    private Suites suites(
            Optional<Fields> host, List<EffectiveGuest> containers, List<EffectiveGuest> vms, Drafts drafts) {
        Map<VmId, List<Suite>> guests = new TreeMap<>();
        Map<VmId, GuestDraft> byId = drafts.byId();
        for (EffectiveGuest guest :
                Stream.concat(containers.stream(), vms.stream()).toList()) {
            GuestDraft draft = byId.get(guest.id());
            String address = draft == null ? null : NetworkDraft.first(draft.networks());
            guests.put(guest.id(), readers.suites().read(guest.fields(), address));
        }
        return Suites.of(host.map(file -> readers.suites().read(file, null)).orElse(List.of()), guests);
    }

    private Optional<Fields> file(String name, SchemaCheck schema) {
        Path file = folder.resolve(name);
        Optional<Fields> fields = Files.exists(file) ? TextFile.readObject(file, problems) : Optional.empty();
        fields.ifPresent(found -> checkForm(found, schema));
        return fields;
    }

    /** Judges a file's form; a value of another form than the schema's is no more to be read. */
    static void checkForm(Fields file, SchemaCheck schema) {
        Problems ofSchema = new Problems();
        schema.check(file.object(), ofSchema);
        file.problems().closeWith(ofSchema);
    }

    private String name(String file) {
        return folder.resolve(file).toString();
    }
}
