package phoenix.orchestrator.config.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.config.ConfigLoader;
import phoenix.orchestrator.config.ContainerDraft;
import phoenix.orchestrator.config.GuestDraft;
import phoenix.orchestrator.config.HostDraft;
import phoenix.orchestrator.config.HostDraft.DataSet;
import phoenix.orchestrator.config.KeyNames;
import phoenix.orchestrator.config.Located;
import phoenix.orchestrator.config.Problems;
import phoenix.orchestrator.config.VmDraft;
import phoenix.orchestrator.desired.Mount;
import phoenix.orchestrator.desired.Place;
import phoenix.pve.GuestKind;

/**
 * Reports disks on storages that do not take them, as far as the hypervisor file declares the storages. One that it does not declare may
 * be there all the same.
 */
final class Storages {
    private final Map<String, DataSet> declared;
    private final Set<String> named = new HashSet<>();
    private final Set<String> pools = new HashSet<>();
    private final Problems problems;

    Storages(HostDraft host, Problems problems) {
        this.declared = declared(host);
        host.storageIds().values().forEach(name -> named.add(name.value()));
        host.pools().forEach(pool -> pools.add(pool.name().value()));
        this.problems = problems;
    }

    /** The data sets by the name of their storage. */
    static Map<String, DataSet> declared(HostDraft host) {
        Map<String, DataSet> declared = new HashMap<>();
        host.dataSets().forEach(dataSet -> declared.putIfAbsent(dataSet.storage(), dataSet));
        return declared;
    }

    void check(GuestDraft guest) {
        check(guest.storage(), "'storage_pool'", guest.kind());
        if (guest instanceof ContainerDraft container) {
            List<Located<Mount>> mounts = container.mounts();
            for (Located<Mount> mount : mounts == null ? List.<Located<Mount>>of() : mounts) {
                if (mount.value() instanceof Mount.Volume volume) {
                    check(
                            volume.storage(),
                            mount.place(),
                            "the 'pool' of volume '" + volume.name() + "'",
                            guest.kind());
                }
            }
        } else if (guest instanceof VmDraft vm) {
            vm.moreDisks().forEach(disk -> check(disk.storage(), "'storage_pool'", guest.kind()));
        }
    }

    private void check(@Nullable Located<String> storage, String key, GuestKind kind) {
        if (storage != null) {
            check(storage.value(), storage.place(), key, kind);
        }
    }

    private void check(String storage, Place place, String key, GuestKind kind) {
        DataSet dataSet = declared.get(storage);
        if (dataSet == null) {
            checkName(storage, place, key);
            return;
        }
        String wanted = content(kind);
        List<String> content = contentOf(dataSet);
        if (!content.isEmpty() && !content.contains(wanted)) {
            problems.error(
                    place,
                    key + " is " + storage + ", which takes '" + String.join(",", content) + "' and no disks of " + kind
                            + "s ('" + wanted + "') according to " + ConfigLoader.HYPERVISOR_FILE,
                    others(wanted) + "add '" + wanted + "' to the 'proxmox_content_type' of data set '"
                            + dataSet.name().value() + "'");
        }
    }

    private static String content(GuestKind kind) {
        return switch (kind) {
            case CONTAINER -> "rootdir";
            case VM -> "images";
        };
    }

    private static List<String> contentOf(DataSet dataSet) {
        return dataSet.content().stream().map(Located::value).toList();
    }

    private String others(String wanted) {
        List<String> others = new TreeMap<>(declared)
                .entrySet().stream()
                        .filter(entry -> contentOf(entry.getValue()).contains(wanted))
                        .map(Map.Entry::getKey)
                        .toList();
        return others.isEmpty() ? "" : "write one that does: " + Names.some(others) + "; or ";
    }

    /** A name that begins like those of a declared pool is most likely meant to be one of them. */
    private void checkName(String storage, Place place, String key) {
        boolean looksDeclared = pools.stream().anyMatch(pool -> storage.startsWith(pool + "-"));
        if (looksDeclared && !named.contains(storage)) {
            problems.warning(
                    place,
                    key + " is " + storage + ", but no data set of " + ConfigLoader.HYPERVISOR_FILE
                            + " makes a storage of that name",
                    KeyNames.nearest(storage, declared.keySet())
                            .map(near -> "did you mean '" + near + "'?")
                            .orElse("add a data set '" + storage.substring(storage.indexOf('-') + 1)
                                    + "', or write the name of a storage that exists"));
        }
    }
}
