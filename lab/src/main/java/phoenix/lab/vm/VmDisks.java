package phoenix.lab.vm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Caller;
import phoenix.lab.storage.Storage;
import phoenix.lab.storage.Storages;
import phoenix.lab.task.Task;
import phoenix.lab.task.Undo;
import phoenix.pve.DiskSize;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;

/**
 * Checks and makes the volumes that a VM's drives ask for.
 *
 * @see "PVE source: PVE/API2/Qemu.pm create_disks, $check_storage_access"
 */
final class VmDisks {
    private static final DiskSize CLOUD_INIT = new DiskSize(4 << 20);
    private static final DiskSize EFI = new DiskSize(1 << 20);
    private static final DiskSize TPM = new DiskSize(4 << 20);

    private final VmContext vms;

    VmDisks(VmContext vms) {
        this.vms = vms;
    }

    /** Refuses what cannot be made, or what the caller may not use. */
    void check(Caller caller, VmId id, Drive drive, Optional<String> defaultStorage) {
        drive.importFrom().ifPresent(source -> checkImport(caller, drive, source));
        Optional<String> storage = drive.newCloudInit();
        if (storage.isEmpty() && drive.newDisk().isPresent()) {
            storage = Optional.of(drive.newDisk()
                    .get()
                    .storage()
                    .or(() -> defaultStorage)
                    .orElseThrow(() -> ApiException.failure("no storage ID specified (and no default storage)")));
        }
        if (storage.isPresent()) {
            checkStorage(caller, storage.get());
        } else if (drive.isVolume()) {
            Optional<String> content = drive.isCdrom() ? Optional.empty() : Optional.of("images");
            vms.storages().checkAccess(caller, Optional.of(id), drive.volumeId(), content);
        } else if (drive.file().startsWith("/") && !caller.isRoot()) {
            throw ApiException.failure("Only root can pass arbitrary filesystem paths.");
        }
    }

    private void checkStorage(Caller caller, String id) {
        Storage storage = vms.storages().enabled(id);
        caller.check("/storage/" + id, "Datastore.AllocateSpace");
        if (!storage.holds("images")) {
            throw ApiException.parameter("storage", "storage '" + id + "' does not support vm images");
        }
    }

    private void checkImport(Caller caller, Drive drive, String source) {
        if (drive.newDisk().filter(fresh -> fresh.size().bytes() == 0).isEmpty()) {
            throw ApiException.parameter(
                    drive.option(), "'import-from' requires special syntax - use <storage ID>:0,import-from=<source>");
        }
        for (String key : List.of("efitype", "pre-enrolled-keys")) {
            if (drive.option().equals("efidisk0") && drive.values().get(key).isEmpty()) {
                throw ApiException.parameter("efidisk0", "need to specify '" + key + "' when using 'import-from'");
            }
        }
        if (drive.option().equals("tpmstate0") && drive.values().get("version").isEmpty()) {
            throw ApiException.parameter("tpmstate0", "need to specify 'version' when using 'import-from'");
        }
        if (!Storages.isVolumeId(source)) {
            if (!caller.isRoot()) {
                throw ApiException.failure("Only root can pass arbitrary filesystem paths.");
            }
            return;
        }
        VolumeId volume = Storages.volumeId(source);
        String content = vms.storages().name(volume).content();
        if (!content.equals("images") && !content.equals("import")) {
            throw ApiException.parameter(
                    drive.option(), source + " has wrong type '" + content + "' - needs to be 'images' or 'import'");
        }
        vms.storages().name(volume).owner().ifPresent(owner -> caller.check("/vms/" + owner, "VM.Clone"));
        vms.storages().checkAccess(caller, Optional.empty(), volume, Optional.of(content));
    }

    /**
     * Makes what is new, and returns the drive as it stands in the file.
     *
     * @param undo learns how to remove what was made
     */
    Drive create(VmId id, Drive drive, Optional<String> defaultStorage, VmConfig config, Undo undo) {
        if (drive.newCloudInit().isPresent()) {
            boolean there = Drives.of(config.current()).stream()
                    .anyMatch(other -> other.isCloudInit() && !other.option().equals(drive.option()));
            if (there) {
                throw ApiException.failure("cloud-init drive is already attached at "
                        + Drives.of(config.current()).stream()
                                .filter(Drive::isCloudInit)
                                .map(Drive::option)
                                .findFirst()
                                .orElse(""));
            }
            VolumeId volume =
                    vms.volumes().allocateNamed(id, drive.newCloudInit().get(), "cloudinit", CLOUD_INIT);
            undo.add("remove volume " + volume, () -> vms.volumes().free(volume));
            return drive.on(volume).with("media", "cdrom");
        }
        Optional<Drive.NewDisk> fresh = drive.newDisk();
        if (fresh.isPresent()) {
            String storage = fresh.get().storage().or(() -> defaultStorage).orElseThrow();
            VolumeId volume = drive.importFrom().isPresent()
                    ? imported(drive.importFrom().get(), id, storage)
                    : vms.volumes().allocateImage(id, storage, size(drive, fresh.get()));
            undo.add("remove volume " + volume, () -> vms.volumes().free(volume));
            return drive.on(volume).sized(vms.volumes().usage(volume).quota());
        }
        if (drive.isDisk()) {
            return drive.sized(vms.volumes().usage(drive.volumeId()).quota());
        }
        return drive;
    }

    private static DiskSize size(Drive drive, Drive.NewDisk fresh) {
        return switch (drive.option()) {
            case "efidisk0" -> EFI;
            case "tpmstate0" -> TPM;
            default -> fresh.size();
        };
    }

    private VolumeId imported(String source, VmId id, String storage) {
        if (!Storages.isVolumeId(source)) {
            Path file = vms.node().root().resolve(source.substring(1)).normalize();
            return vms.volumes().importImage(existing(file, source), id, storage);
        }
        VolumeId volume = Storages.volumeId(source);
        return vms.storages().name(volume).content().equals("images")
                ? vms.volumes().copy(volume, Optional.empty(), id, storage)
                : vms.volumes().importImage(existing(vms.storages().file(volume), source), id, storage);
    }

    /** An image that the lab offers and nobody has downloaded yet is made where it is expected. */
    private Path existing(Path file, String source) {
        String name = file.getFileName().toString();
        if (!Files.exists(file)
                && source.matches("local:import/[^/]+")
                && vms.node().cloudImages().names().contains(name)) {
            vms.node().cloudImages().make(name, file, line -> Task.current().ifPresent(task -> task.log(line)));
        }
        if (!Files.isRegularFile(file)) {
            throw ApiException.failure("could not get size of '" + source + "' - file does not exist");
        }
        return file;
    }
}
