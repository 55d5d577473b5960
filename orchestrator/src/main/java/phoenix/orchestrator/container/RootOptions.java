package phoenix.orchestrator.container;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Options that Proxmox lets nobody but {@code root@pam} itself set: no token, not even root's.
 *
 * @see "PVE source: PVE/LXC.pm check_ct_modify_config_perm"
 */
final class RootOptions {
    private RootOptions() {}

    /**
     * Whether a change of an option is root's alone.
     *
     * @param wanted empty if the option shall be removed
     * @param found empty if it is not set
     */
    static boolean needed(String option, String wanted, String found, boolean unprivileged) {
        return switch (option.replaceFirst("(?<![0-9])[0-9]+$", "")) {
            case "dev", "hookscript" -> true;
            case "mp" -> MountForm.isBind(wanted);
            case "features" -> !unprivileged || !withoutNesting(wanted).equals(withoutNesting(found));
            default -> false;
        };
    }

    /** Those of some options that anybody may set on a container that is being made. */
    static SortedMap<String, String> leftOut(Map<String, String> options, boolean unprivileged) {
        SortedMap<String, String> ordinary = new TreeMap<>(options);
        ordinary.entrySet().removeIf(option -> needed(option.getKey(), option.getValue(), "", unprivileged));
        return ordinary;
    }

    private static Map<String, String> withoutNesting(String features) {
        Map<String, String> parts = OptionForm.OWN_PARTS.parts(features);
        parts.remove("nesting");
        return parts;
    }
}
