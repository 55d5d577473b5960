package phoenix.orchestrator.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds the name that somebody meant: the nearest one by typing mistakes, or ours for one of Proxmox's own names. */
public final class KeyNames {
    private static final Map<String, String> PROXMOX = Map.ofEntries(
            Map.entry("hostname", "name"),
            Map.entry("memory", "memory_mb"),
            Map.entry("swap", "swap_mb"),
            Map.entry("ostemplate", "template"),
            Map.entry("storage", "storage_pool"),
            Map.entry("rootfs", "storage_size_gb"),
            Map.entry("disk_size_gb", "storage_size_gb"),
            Map.entry("net0", "network_config"),
            Map.entry("network", "network_config"),
            Map.entry("hwaddr", "mac_address"),
            Map.entry("nameserver", "nameservers"),
            Map.entry("dns_nameservers", "nameservers"),
            Map.entry("onboot", "start_at_boot"),
            Map.entry("startup", "boot_order"),
            Map.entry("gateway", "gw"),
            Map.entry("address", "ip"),
            Map.entry("clone_from", "clone_from_ctid"),
            Map.entry("depends_on", "dependencies"));

    private KeyNames() {}

    /**
     * The known name that was most likely meant.
     *
     * @return empty if none is near
     */
    public static Optional<String> nearest(String written, Collection<String> known) {
        String plain = plain(written);
        String ours = PROXMOX.get(plain);
        if (ours != null && known.contains(ours)) {
            return Optional.of(ours);
        }
        return known.stream()
                .filter(name ->
                        distance(plain, plain(name)) <= Math.max(1, Math.min(plain.length(), name.length()) / 3))
                .min(Comparator.comparingInt((String name) -> distance(plain, plain(name)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static String plain(String name) {
        String limited = name.length() > 64 ? name.substring(0, 64) : name;
        return limited.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /** The number of letters added, left out, changed, or swapped with their neighbour. */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int changed = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(cost[i - 1][j - 1] + changed, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
