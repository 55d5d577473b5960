package phoenix.lab.guest;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import phoenix.lab.rest.ApiException;
import phoenix.lab.schema.InvalidFormat;
import phoenix.lab.schema.PropertyFormat;
import phoenix.lab.storage.Storages;
import phoenix.pve.DiskSize;
import phoenix.pve.PropertyString;
import phoenix.pve.VolumeId;

/**
 * The root file system or a mount point of a container.
 *
 * @param option {@code rootfs}, {@code mp0}, {@code unused0}...
 */
record Mount(String option, PropertyString values) {
    private static final Pattern NEW_VOLUME = Pattern.compile("([^:\\s]+):([0-9]+(?:\\.[0-9]+)?)");
    private static final long MIB = 1 << 20;

    /** Where a mount's files come from. */
    enum Kind {
        VOLUME("volume"),
        DEVICE("device"),
        BIND("bind");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /** A volume that is yet to be made. */
    record NewVolume(String storage, DiskSize size) {}

    /** @throws ApiException if the value is malformed */
    static Mount parse(String option, String value) {
        try {
            return new Mount(option, format(option).parse(value, ""));
        } catch (InvalidFormat malformed) {
            throw ApiException.malformed(malformed);
        }
    }

    private static PropertyFormat format(String option) {
        if (option.equals("rootfs")) {
            return ContainerOptions.ROOTFS;
        }
        return ContainerOptions.isUnused(option) ? ContainerOptions.UNUSED : ContainerOptions.MOUNT_POINT;
    }

    String volume() {
        return values.get("volume").orElseThrow(() -> ApiException.failure("no volume in '" + option + "'"));
    }

    Kind kind() {
        if (!volume().startsWith("/")) {
            return Kind.VOLUME;
        }
        return volume().startsWith("/dev/") ? Kind.DEVICE : Kind.BIND;
    }

    boolean isVolume() {
        return kind() == Kind.VOLUME;
    }

    /** The volume's ID; only for volumes that exist. */
    VolumeId volumeId() {
        return Storages.volumeId(volume());
    }

    /** What is to be made, if the value asks for a new volume. */
    Optional<NewVolume> newVolume() {
        Matcher parts = NEW_VOLUME.matcher(volume());
        if (!parts.matches()) {
            return Optional.empty();
        }
        long mib = (long) (Double.parseDouble(parts.group(2)) * 1024);
        return Optional.of(new NewVolume(parts.group(1), new DiskSize(mib * MIB)));
    }

    Optional<DiskSize> size() {
        return values.get("size").map(size -> DiskSize.parse(size.replace("iB", "")));
    }

    Mount on(VolumeId volume) {
        return new Mount(option, values.with("volume", volume.toString()));
    }

    Mount sized(DiskSize size) {
        return new Mount(option, values.with("size", size.toString()));
    }

    String print() {
        return format(option).print(values);
    }
}
