package phoenix.orchestrator.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.AppArmor;
import phoenix.orchestrator.desired.Boot;
import phoenix.orchestrator.desired.Device;
import phoenix.orchestrator.desired.Dns;
import phoenix.orchestrator.desired.Inputs;
import phoenix.orchestrator.desired.Resources;
import phoenix.pve.VmId;

/** Reads one container's object, and reports what can be seen to be wrong without looking at any other. */
final class ContainerReader {
    private static final Set<String> FLAGS = Set.of("force_rw_sys", "fuse", "keyctl", "mknod", "nesting");

    private final Readers readers;
    private final MountReader mounts;

    ContainerReader(Readers readers, MountReader mounts) {
        this.readers = readers;
        this.mounts = mounts;
    }

    /**
     * Reads one container.
     *
     * @param fields its effective object
     * @param file what the file says for all containers' scripts
     */
    ContainerDraft read(VmId id, Fields fields, Map<String, JsonValue> file) {
        fields.require("name", "\"name\": \"web\"");
        fields.require("storage_pool", "the ID of a storage of the node, such as \"storage_pool\": \"local-zfs\"");
        fields.require("storage_size_gb", "the size of the root volume, such as \"storage_size_gb\": 8");
        checkOrigin(fields);
        OutdatedKeys.ofContainer(fields);
        GuestDraft.Common common = common(id, fields);
        Located<AppArmor> appArmor = readers.appArmor().read(fields).orElse(null);
        ContainerDraft draft = new ContainerDraft(
                common,
                GuestTexts.template(fields).orElse(null),
                fields.word("template_checksum").orElse(null),
                fields.flag("is_template").map(Located::value).orElse(false),
                fields.flag("full_clone").orElse(null),
                fields.flag("unprivileged").orElse(null),
                mounts.read(id, fields),
                appArmor,
                fields.word("portainer_role").orElse(null),
                settings(common, fields, appArmor, file));
        checkTemplateIsKeptStopped(fields, draft);
        checkTemplateHasNoSnapshots(fields, draft);
        checkFuse(fields, draft);
        return draft;
    }

    private GuestDraft.Common common(VmId id, Fields fields) {
        return new GuestDraft.Common(
                id,
                fields.place(),
                GuestTexts.hostName(fields).orElse(null),
                fields.id("clone_from_ctid").orElse(null),
                fields.has("template_snapshot_name")
                        || fields.flag("is_template").map(Located::value).orElse(false),
                GuestTexts.snapshotName(fields).orElse(null),
                fields.text("storage_pool").orElse(null),
                fields.whole("storage_size_gb").orElse(null),
                fields.whole("memory_mb").orElse(null),
                fields.whole("cores").orElse(null),
                fields.flag("start_at_boot").orElse(null),
                readers.networks().ofContainer(fields),
                readers.features().of(fields.oneOrMore("features").orElse(List.of()), "container"),
                GpuReader.read(fields).orElse(null),
                fields.ids("dependencies"),
                TestFiles.read(fields));
    }

    private ContainerSettings settings(
            GuestDraft.Common common,
            Fields fields,
            @Nullable Located<AppArmor> appArmor,
            Map<String, JsonValue> file) {
        Inputs inputs = readers.inputs().ofGuest(common.id().value(), fields.object(), seen(common, file));
        return new ContainerSettings(
                StageSnapshotReader.read(fields, common),
                new Resources(
                        Located.valueOf(common.memoryMiB()),
                        Located.valueOf(fields.whole("swap_mb").orElse(null)),
                        Located.valueOf(common.cores()),
                        Located.valueOf(fields.number("cpulimit").orElse(null)),
                        Located.valueOf(fields.whole("cpuunits").orElse(null))),
                new Dns(
                        GuestTexts.nameservers(fields).orElse(null),
                        Located.valueOf(fields.word("searchdomain").orElse(null))),
                proxmoxFeatures(fields),
                new Boot(
                        Located.valueOf(common.startAtBoot()),
                        Located.valueOf(fields.whole("boot_order").orElse(null)),
                        Located.valueOf(fields.whole("boot_delay").orElse(null)),
                        Located.valueOf(fields.whole("boot_stop_seconds").orElse(null))),
                LabelReader.read(fields),
                Located.valueOf(fields.word("timezone").orElse(null)),
                LabelReader.sshPublicKeys(fields, readers.secrets()),
                DeviceReader.read(fields).orElse(null),
                RawOptionReader.read(fields, appArmor).orElse(null),
                FirewallReader.read(fields).orElse(null),
                readers.applications().read(fields, inputs),
                inputs,
                HealthCheckReader.read(fields, NetworkDraft.first(common.networks())));
    }

    /** The driver's version is for guests with a GPU; another one is no reason to run the scripts of all others again. */
    private static Map<String, JsonValue> seen(GuestDraft.Common common, Map<String, JsonValue> file) {
        Located<SortedSet<Integer>> gpus = common.gpus();
        boolean gpu = (gpus != null && !gpus.value().isEmpty())
                || common.features().stream()
                        .anyMatch(feature -> feature.value().feature().name().equals("nvidia"));
        return gpu ? file : Map.of();
    }

    private static void checkOrigin(Fields fields) {
        if (fields.has("template") == fields.has("clone_from_ctid")) {
            fields.problems()
                    .error(
                            fields.place(),
                            fields.has("template")
                                    ? "the container has both 'template' and 'clone_from_ctid'"
                                    : "the container has neither 'template' nor 'clone_from_ctid', so there is nothing to make it"
                                            + " from",
                            "write one of the two, such as \"template\": \"debian-12-standard\" or \"clone_from_ctid\": \"900\"");
        }
    }

    private static void checkTemplateIsKeptStopped(Fields fields, ContainerDraft draft) {
        Located<Boolean> startAtBoot = draft.startAtBoot();
        if (draft.isTemplate() && startAtBoot != null && startAtBoot.value()) {
            fields.problems()
                    .warning(
                            startAtBoot.place(),
                            "'start_at_boot' is true, but "
                                    + (draft.proxmoxTemplate()
                                            ? "a template ('is_template') cannot be started"
                                            : "a container with a 'template_snapshot_name' is kept stopped for its clones"),
                            "write false");
        }
    }

    /** Proxmox: "unable to create template, because CT contains snapshots". */
    private static void checkTemplateHasNoSnapshots(Fields fields, ContainerDraft draft) {
        for (String key : List.of("template_snapshot_name", "snapshots")) {
            fields.value(key)
                    .filter(value -> draft.proxmoxTemplate())
                    .ifPresent(value -> fields.problems()
                            .error(
                                    value.place(),
                                    "the container has '" + key
                                            + "' and 'is_template', but Proxmox makes no template of a"
                                            + " container that has snapshots",
                                    "remove one of the two"));
        }
    }

    /** Both put the device into the container, and Proxmox's start fails at the second: "Could not mknod .../dev/fuse: File exists". */
    private static void checkFuse(Fields fields, ContainerDraft draft) {
        Map<String, String> features = draft.settings().proxmoxFeatures();
        List<Device> devices = draft.settings().devices();
        if (features != null
                && "1".equals(features.get("fuse"))
                && devices != null
                && devices.stream().anyMatch(device -> device.path().equals("/dev/fuse"))) {
            fields.value("devices")
                    .ifPresent(
                            value -> fields.problems()
                                    .error(
                                            value.place(),
                                            "/dev/fuse stands in 'devices' beside \"fuse=1\" in 'pct_options', and Proxmox starts no"
                                                    + " container that gets the device twice",
                                            "remove one of the two: \"fuse=1\" brings the device, and the right to mount with it"));
        }
    }

    private static @Nullable Map<String, String> proxmoxFeatures(Fields fields) {
        if (!fields.has("pct_options")) {
            return null;
        }
        Map<String, String> features = new LinkedHashMap<>();
        for (Located<String> option : fields.words("pct_options")) {
            int equals = option.value().indexOf('=');
            String key = equals < 0 ? option.value() : option.value().substring(0, equals);
            String value = equals < 0 ? "" : option.value().substring(equals + 1);
            if (!isProxmoxFeature(key, value)) {
                refuse(option, key, fields.problems());
            } else if (features.put(key, value) != null) {
                fields.problems()
                        .error(option.place(), "'" + key + "' stands twice in 'pct_options'", "remove one of the two");
            }
        }
        return features;
    }

    private static boolean isProxmoxFeature(String key, String value) {
        return FLAGS.contains(key) ? value.matches("[01]") : key.equals("mount") && value.matches("[a-zA-Z0-9_; ]+");
    }

    private static void refuse(Located<String> option, String key, Problems problems) {
        Set<String> known = new TreeSet<>(FLAGS);
        known.add("mount");
        String hint = FLAGS.contains(key)
                ? "write \"" + key + "=1\" or \"" + key + "=0\""
                : key.equals("mount")
                        ? "write the file systems' names with ';' between them, such as \"mount=nfs;cifs\""
                        : KeyNames.nearest(key, known)
                                .map(near -> "did you mean '" + near + "'?")
                                .orElse("write one of " + String.join(", ", known) + ", such as \"nesting=1\"");
        problems.error(
                option.place(), "'" + Shortened.of(option.value()) + "' is none of Proxmox's container features", hint);
    }
}
