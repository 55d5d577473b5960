package phoenix.orchestrator.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.desired.Place;
import phoenix.pve.VmId;

/**
 * Reads a configuration folder.
 *
 * <p>It goes so:
 *
 * <ol>
 *   <li>each file is read into values with places;
 *   <li>each container is checked by itself: keys, types, ranges, spellings, files that it names;
 *   <li>the containers are checked against each other and against the node's network;
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
    private final Features features;

    private ConfigLoader(Path folder, FeatureFolders featureFolders) {
        this.folder = folder;
        this.features = new Features(featureFolders, problems);
    }

    /**
     * Reads the three files of a folder.
     *
     * @param folder as the user wrote it: the places' file names begin with it
     * @param features where features are looked for
     * @return never fails: what cannot be read is a problem too
     */
    public static Loaded load(Path folder, FeatureFolders features) {
        return new ConfigLoader(folder, features).load();
    }

    private Loaded load() {
        NavigableMap<VmId, DesiredContainer> containers = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            problems.error(
                    new Place(folder.toString(), 0, 0, ""),
                    Files.exists(folder) ? "the configuration is no folder" : "the configuration folder does not exist",
                    "name the folder that holds " + LXC_FILE + " with --config");
        } else {
            HostNetwork network =
                    file(HYPERVISOR_FILE).map(HypervisorFile::read).orElse(HostNetwork.UNKNOWN);
            file(VM_FILE).ifPresent(VmFile::check);
            List<ContainerDraft> drafts = drafts();
            Clones clones = check(drafts, network);
            if (!problems.hasErrors()) {
                drafts.forEach(draft -> containers.put(draft.id(), draft.finish(clones)));
            }
        }
        return new Loaded(
                new Fleet(containers, new TreeMap<>()),
                problems.inOrder(List.of(name(HYPERVISOR_FILE), name(LXC_FILE), name(VM_FILE))));
    }

    private List<ContainerDraft> drafts() {
        if (!Files.exists(folder.resolve(LXC_FILE))) {
            problems.error(
                    new Place(name(LXC_FILE), 0, 0, ""),
                    "the file of the containers does not exist",
                    "write it, or name another folder with --config; the smallest is {\"lxc_configs\": {}}");
            return List.of();
        }
        ContainerReader reader = new ContainerReader(features, new ApplicationReader(folder));
        return file(LXC_FILE).map(fields -> LxcFile.read(fields, reader)).orElse(List.of());
    }

    private Clones check(List<ContainerDraft> drafts, HostNetwork network) {
        NavigableMap<VmId, ContainerDraft> byId = new TreeMap<>();
        drafts.forEach(draft -> byId.put(draft.id(), draft));
        Clones clones = new Clones(byId);
        Uniqueness.check(drafts, problems);
        new Needs(byId, problems).check();
        for (ContainerDraft draft : drafts) {
            clones.check(draft, problems);
            network.check(draft, problems);
            FeatureNeeds.check(draft, clones, problems);
        }
        return clones;
    }

    private Optional<Fields> file(String name) {
        Path file = folder.resolve(name);
        return Files.exists(file) ? TextFile.readObject(file, problems) : Optional.empty();
    }

    private String name(String file) {
        return folder.resolve(file).toString();
    }
}
