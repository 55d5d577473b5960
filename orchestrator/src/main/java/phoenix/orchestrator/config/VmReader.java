package phoenix.orchestrator.config;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Boot;
import phoenix.orchestrator.desired.Dns;
import phoenix.orchestrator.desired.Hardware;
import phoenix.orchestrator.desired.Inputs;
import phoenix.orchestrator.desired.Resources;
import phoenix.pve.VmId;

/** Reads one VM's object, and reports what can be seen to be wrong without looking at any other guest. */
final class VmReader {
    private final Readers readers;
    private final ImageCatalogue images;

    VmReader(Readers readers, ImageCatalogue images) {
        this.readers = readers;
        this.images = images;
    }

    /**
     * Reads one VM.
     *
     * @param fields its effective object
     */
    VmDraft read(VmId id, Fields fields) {
        fields.require("name", "\"name\": \"docker-vm\"");
        fields.require("storage_pool", "the ID of a storage of the node, such as \"storage_pool\": \"local-zfs\"");
        checkOrigin(fields);
        OutdatedKeys.ofVm(fields);
        GuestDraft.Common common = common(id, fields);
        return new VmDraft(
                common,
                fields.word("template_image").orElse(null),
                disks(fields),
                fields.words("pci_devices"),
                settings(common, fields));
    }

    private VmSettings settings(GuestDraft.Common common, Fields fields) {
        Inputs inputs = readers.inputs().ofGuest(common.id().value(), fields.object(), Map.of());
        return new VmSettings(
                Located.valueOf(fields.word("image_checksum").orElse(null)),
                fields.word("template_image")
                        .flatMap(name -> images.find(name.value()))
                        .orElse(null),
                Located.valueOf(fields.flag("full_clone").orElse(null)),
                StageSnapshotReader.read(fields, common),
                fields.has("disks"),
                hardware(common, fields),
                new Resources(
                        Located.valueOf(common.memoryMiB()),
                        null,
                        Located.valueOf(common.cores()),
                        Located.valueOf(fields.number("cpulimit").orElse(null)),
                        Located.valueOf(fields.whole("cpuunits").orElse(null))),
                new Dns(
                        nameservers(fields),
                        Located.valueOf(fields.word("searchdomain").orElse(null))),
                new Boot(
                        Located.valueOf(common.startAtBoot()),
                        Located.valueOf(fields.whole("boot_order").orElse(null)),
                        Located.valueOf(fields.whole("boot_delay").orElse(null)),
                        Located.valueOf(fields.whole("boot_stop_seconds").orElse(null))),
                LabelReader.read(fields),
                new CloudInitReader(readers.secrets(), readers.cloudInitTemplates()).read(fields),
                FirewallReader.read(fields).orElse(null),
                readers.applications().read(fields, inputs),
                inputs,
                HealthCheckReader.read(fields, address(common.networks())));
    }

    private static Hardware hardware(GuestDraft.Common common, Fields fields) {
        return new Hardware(
                Located.valueOf(fields.whole("balloon_mb").orElse(null)),
                Located.valueOf(fields.whole("sockets").orElse(null)),
                Located.valueOf(fields.word("cpu_type").orElse(null)),
                Located.valueOf(fields.word("machine").orElse(null)),
                Located.valueOf(fields.word("bios").orElse(null)),
                fields.flag("tpm").map(Located::value).orElse(false),
                fields.flag("agent").map(Located::value).orElse(true),
                Located.valueOf(common.gpus()),
                fields.has("pci_devices")
                        ? fields.words("pci_devices").stream()
                                .map(Located::value)
                                .toList()
                        : null);
    }

    /** Those of the VM, or else those that stand in its first interface. */
    private static @Nullable List<String> nameservers(Fields fields) {
        return GuestTexts.nameservers(fields)
                .or(() -> fields.objects("network_config").stream().findFirst().flatMap(GuestTexts::nameservers))
                .orElse(null);
    }

    private static @Nullable String address(List<NetworkDraft> networks) {
        return networks.stream()
                .map(NetworkDraft::address)
                .filter(Objects::nonNull)
                .findFirst()
                .map(address -> address.value().address().toString())
                .orElse(null);
    }

    private GuestDraft.Common common(VmId id, Fields fields) {
        return new GuestDraft.Common(
                id,
                fields.place(),
                GuestTexts.hostName(fields).orElse(null),
                fields.id("clone_from_vmid").orElse(null),
                fields.flag("is_template").map(Located::value).orElse(false),
                GuestTexts.snapshotName(fields).orElse(null),
                fields.text("storage_pool").orElse(null),
                fields.whole("disk_size_gb").orElse(null),
                fields.whole("memory_mb").orElse(null),
                fields.whole("cores").orElse(null),
                fields.flag("start_at_boot").orElse(null),
                readers.networks().ofVm(fields),
                readers.features().of(fields.oneOrMore("features").orElse(List.of()), "vm"),
                GpuReader.read(fields).orElse(null),
                fields.ids("dependencies"),
                TestFiles.read(fields));
    }

    private static void checkOrigin(Fields fields) {
        if (fields.has("template_image") == fields.has("clone_from_vmid")) {
            fields.problems()
                    .error(
                            fields.place(),
                            fields.has("template_image")
                                    ? "the VM has both 'template_image' and 'clone_from_vmid'"
                                    : "the VM has neither 'template_image' nor 'clone_from_vmid', so there is nothing to make it"
                                            + " from",
                            "write one of the two, such as \"template_image\": \"debian-12-genericcloud-amd64.qcow2\" or"
                                    + " \"clone_from_vmid\": 8000");
        }
    }

    private static List<VmDraft.Disk> disks(Fields vm) {
        return vm.objects("disks").stream()
                .map(disk -> new VmDraft.Disk(
                        disk.word("storage_pool").orElse(null),
                        disk.whole("size_gb").orElse(null)))
                .toList();
    }
}
