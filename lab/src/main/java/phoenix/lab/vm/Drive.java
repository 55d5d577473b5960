package phoenix.lab.vm;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import phoenix.lab.rest.ApiException;
import phoenix.lab.schema.InvalidFormat;
import phoenix.lab.storage.Storages;
import phoenix.pve.DiskSize;
import phoenix.pve.PropertyString;
import phoenix.pve.VolumeId;

/**
 * A disk, a CD, the EFI variables or the TPM's state of a VM, or a volume that it keeps and does not use.
 *
 * @param option {@code scsi0}, {@code efidisk0}, {@code unused0}...
 * @see "PVE source: PVE/QemuServer/Drive.pm"
 */
record Drive(String option, PropertyString values) {
    private static final Pattern NEW_DISK = Pattern.compile("(?:([^/:\\s]+):)?([0-9]+(?:\\.[0-9]+)?)");
    private static final Pattern CLOUD_INIT = Pattern.compile("([^:\\s]+):cloudinit");
    private static final long MIB = 1 << 20;

    /** A volume that is yet to be made; the storage may be left to a default. */
    record NewDisk(Optional<String> storage, DiskSize size) {}

    /** @throws ApiException if the value is malformed */
    static Drive parse(String option, String value) {
        try {
            return new Drive(option, VmOptions.format(option).parse(value, ""));
        } catch (InvalidFormat malformed) {
            throw ApiException.malformed(malformed);
        }
    }

    String file() {
        return values.get("file").orElseThrow(() -> ApiException.failure("no volume in '" + option + "'"));
    }

    boolean isCdrom() {
        return values.get("media").orElse("").equals("cdrom") || isCloudInit() || isNewCloudInit();
    }

    /** Whether it is the cloud-init drive, made already. */
    boolean isCloudInit() {
        return file().matches(".*:(?:.*/)?vm-[0-9]+-cloudinit(?:\\..*)?");
    }

    boolean isNewCloudInit() {
        return CLOUD_INIT.matcher(file()).matches();
    }

    /** Whether it is a disk of the VM's own, neither a CD nor a path. */
    boolean isDisk() {
        return !isCdrom() && Storages.isVolumeId(file());
    }

    boolean isVolume() {
        return Storages.isVolumeId(file()) && newDisk().isEmpty() && !isNewCloudInit();
    }

    VolumeId volumeId() {
        return Storages.volumeId(file());
    }

    /** The storage of a cloud-init drive that is yet to be made. */
    Optional<String> newCloudInit() {
        Matcher parts = CLOUD_INIT.matcher(file());
        return parts.matches() ? Optional.of(parts.group(1)) : Optional.empty();
    }

    /** What is to be made, if the value asks for a new disk. */
    Optional<NewDisk> newDisk() {
        Matcher parts = NEW_DISK.matcher(file());
        if (!parts.matches()) {
            return Optional.empty();
        }
        long mib = (long) (Double.parseDouble(parts.group(2)) * 1024);
        return Optional.of(new NewDisk(Optional.ofNullable(parts.group(1)), new DiskSize(mib * MIB)));
    }

    Optional<String> importFrom() {
        return values.get("import-from");
    }

    Optional<DiskSize> size() {
        return values.get("size").map(size -> DiskSize.parse(size.replace("iB", "")));
    }

    Drive on(VolumeId volume) {
        return new Drive(
                option,
                values.with("file", volume.toString()).without("import-from").without("format"));
    }

    Drive sized(DiskSize size) {
        return new Drive(option, values.with("size", size.toString()));
    }

    Drive with(String key, String value) {
        return new Drive(option, values.with(key, value));
    }

    String print() {
        return VmOptions.format(option).print(values);
    }
}
