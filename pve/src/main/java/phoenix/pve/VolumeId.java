package phoenix.pve;

import java.util.regex.Pattern;

/**
 * A volume on a storage, {@code <storage>:<volume>}.
 *
 * @param storage the storage's ID
 * @param volume the volume's name there, such as {@code subvol-953-disk-0} or {@code vztmpl/debian-12-standard_12.7-1_amd64.tar.zst}
 * @see "PVE source: PVE/Storage/Plugin.pm parse_volume_id"
 */
public record VolumeId(String storage, String volume) {
    private static final Pattern STORAGE = Pattern.compile("[A-Za-z][A-Za-z0-9._-]*[A-Za-z0-9]");

    public VolumeId {
        if (!STORAGE.matcher(storage).matches() || volume.isEmpty()) {
            throw new IllegalArgumentException("unable to parse volume ID '" + storage + ":" + volume + "'");
        }
    }

    /**
     * Reads a volume's ID.
     *
     * @throws IllegalArgumentException if the text is not {@code storage:name}
     */
    public static VolumeId parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("unable to parse volume ID '" + text + "'");
        }
        return new VolumeId(text.substring(0, colon), text.substring(colon + 1));
    }

    /** The last part of the name, without the folder of its content type. */
    public String fileName() {
        return volume.substring(volume.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return storage + ":" + volume;
    }
}
