package phoenix.orchestrator.config.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import phoenix.orchestrator.config.HostDraft;
import phoenix.orchestrator.config.KeyNames;
import phoenix.orchestrator.config.Located;
import phoenix.orchestrator.config.Problems;
import phoenix.orchestrator.config.Shortened;

/**
 * Warns of shared folders in a pool that are in no data set: they would be plain folders of the pool, without a quota and without
 * snapshots. ZFS mounts a data set at {@code /POOL/NAME}.
 */
final class SharedPaths {
    private static final String PROXMOX_MOUNTS = "/mnt/pve/";

    private final Set<String> pools = new HashSet<>();
    private final Set<String> dataSets = new HashSet<>();
    private final Problems problems;

    private SharedPaths(HostDraft host, Problems problems) {
        host.pools().forEach(pool -> pools.add(pool.name().value()));
        host.dataSets()
                .forEach(dataSet -> dataSets.add(
                        "/" + dataSet.pool().value() + "/" + dataSet.name().value()));
        this.problems = problems;
    }

    static void check(HostDraft host, Problems problems) {
        SharedPaths check = new SharedPaths(host, problems);
        host.sharePaths().forEach(path -> check.check("the Samba share's path", path));
        host.exportPaths().forEach(path -> check.check("the NFS export's path", path));
        host.sharedVolumes().forEach(volume -> {
            Located<String> path = volume.hostPath();
            if (path != null) {
                check.check("the path of shared volume '" + volume.name() + "'", path);
            }
        });
    }

    private void check(String what, Located<String> path) {
        String plain = "/" + path.value().replaceAll("/+", "/").replaceAll("^/|/$", "");
        if (plain.startsWith(PROXMOX_MOUNTS) && isInAPool(plain.substring(PROXMOX_MOUNTS.length() - 1))) {
            problems.warning(
                    path.place(),
                    what + " is " + Shortened.of(path.value())
                            + ", but ZFS mounts the data sets of a pool at /POOL/NAME",
                    "write \"" + Shortened.of(plain.substring(PROXMOX_MOUNTS.length() - 1)) + "\"");
        } else if (isInAPool(plain) && !isInADataSet(plain)) {
            String name = plain.split("/", 4).length > 2 ? plain.split("/", 4)[2] : "";
            problems.warning(
                    path.place(),
                    what + " is " + Shortened.of(path.value())
                            + ", which is in no data set: it would be a plain folder of the pool, without a quota",
                    KeyNames.nearest(plain, dataSets)
                                    .map(near -> "did you mean '" + near + "'? or ")
                                    .orElse("") + "add a data set '" + Shortened.of(name) + "' to 'zfs.datasets'");
        }
    }

    private boolean isInAPool(String path) {
        String[] parts = path.split("/", 3);
        return parts.length > 1 && pools.contains(parts[1]);
    }

    private boolean isInADataSet(String path) {
        List<String> above = new ArrayList<>(List.of(path));
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            above.add(path.substring(0, slash));
        }
        return above.stream().anyMatch(dataSets::contains);
    }
}
