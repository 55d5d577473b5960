package phoenix.lab.cluster;

import java.util.LinkedHashMap;
import java.util.Map;

/** The release of Proxmox VE that the lab behaves like. */
final class Release {
    static final String VERSION = "8.4.21";
    private static final String RELEASE = "8.4";

    /** Says that this is no build of Proxmox. */
    private static final String REPOSITORY = "phoenix-lab";

    private Release() {}

    static Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", VERSION);
        json.put("release", RELEASE);
        json.put("repoid", REPOSITORY);
        return json;
    }

    static String text() {
        return "pve-manager/" + VERSION + "/" + REPOSITORY;
    }
}
