package phoenix.pve;

/**
 * A volume on a storage, {@code <storage>:<volume>}.
 *
 * @param storage the storage's ID
 * @param volume the volume's name there, such as {@code subvol-953-disk-0} or {@code vztmpl/debian-12-standard_12.7-1_amd64.tar.zst}
 */
public record VolumeId(String storage, String volume) {
    public VolumeId {
        if (storage.isEmpty() || volume.isEmpty()) {
            throw new IllegalArgumentException("a volume is written storage:name");
        }
    }

    /**
     * Reads a volume's ID.
     *
     * @throws IllegalArgumentException if the text is not {@code storage:name}
     */
    public static VolumeId parse(String text) {
        int colon = text.indexOf(':');
        if (colon <= 0 || colon == text.length() - 1) {
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
