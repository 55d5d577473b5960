package phoenix.orchestrator.container;

import java.util.Map;
import phoenix.pve.PropertyString;

/**
 * How a mount point is written: {@code local-zfs:subvol-953-disk-1,mp=/data,size=8G}.
 *
 * <p>A volume that shall be made is written {@code local-zfs:8,mp=/data} and read back by the name that Proxmox gave it, so a wish for
 * a new volume is met by any volume at its path. The path, {@code ro} and, where it is wished for, {@code backup} are ours; everything
 * else belongs to whoever set it.
 */
final class MountForm {
    private static final String VOLUME = "volume";
    private static final String NEW_VOLUME = "[^/:]+:[0-9.]+";

    private MountForm() {}

    static PropertyString parse(String value) {
        return PropertyString.parse(value, VOLUME);
    }

    static boolean isBind(String value) {
        return parse(value).get(VOLUME).orElse("").startsWith("/");
    }

    /** The path in the container. */
    static String path(String value) {
        return plain(parse(value).get("mp").orElse(""));
    }

    /** A path without slashes at its end. */
    static String plain(String path) {
        return path.length() > 1 ? path.replaceFirst("(?<!/)/+$", "") : path;
    }

    /** The storage of a volume; empty for a bind mount. */
    static String storage(String value) {
        String volume = parse(value).get(VOLUME).orElse("");
        return volume.startsWith("/") ? "" : volume.replaceFirst(":.*", "");
    }

    static boolean matches(String wanted, String found) {
        if (wanted.isEmpty() || found.isEmpty()) {
            return wanted.equals(found);
        }
        Map<String, String> want = parse(wanted).values();
        Map<String, String> have = parse(found).values();
        return sameVolume(wanted, found)
                && path(wanted).equals(path(found))
                && flag(want, "ro").equals(flag(have, "ro"))
                && (!want.containsKey("backup") || flag(want, "backup").equals(flag(have, "backup")));
    }

    static String overlaid(String wanted, String found) {
        if (!sameVolume(wanted, found)) {
            return wanted;
        }
        Map<String, String> want = parse(wanted).values();
        PropertyString merged = parse(found).with("mp", want.getOrDefault("mp", ""));
        merged = flag(want, "ro").equals("1") ? merged.with("ro", "1") : merged.without("ro");
        if (want.containsKey("backup")) {
            merged = merged.with("backup", flag(want, "backup"));
        }
        return merged.print(VOLUME, java.util.List.of("mp"));
    }

    private static boolean sameVolume(String wanted, String found) {
        String want = parse(wanted).get(VOLUME).orElse("");
        String have = parse(found).get(VOLUME).orElse("");
        return want.matches(NEW_VOLUME) ? !isBind(found) : want.equals(have);
    }

    private static String flag(Map<String, String> parts, String key) {
        return OptionForm.flag(parts.getOrDefault(key, "0"));
    }
}
