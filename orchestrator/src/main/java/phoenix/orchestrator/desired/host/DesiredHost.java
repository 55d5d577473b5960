package phoenix.orchestrator.desired.host;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * The node itself as the user wants it. What is absent is not managed; an empty list says the same, except where its part says otherwise.
 *
 * @param zfs pools, data sets and what the cache may take
 * @param storages of Proxmox, those of data sets included
 * @param users of the node that administer it
 * @param folders of the node that containers share
 * @param services what it offers and what protects it
 * @param bridges of its network
 * @param roles of Proxmox with their privileges
 */
public record DesiredHost(
        HostSystem system,
        HostZfs zfs,
        List<HostStorage> storages,
        List<HostUser> users,
        List<HostFolder> folders,
        HostServices services,
        List<HostBridge> bridges,
        SortedMap<String, SortedSet<String>> roles) {
    public static final DesiredHost EMPTY =
            new DesiredHost(HostSystem.EMPTY, HostZfs.EMPTY, List.of(), List.of(), List.of());

    public DesiredHost {
        storages = List.copyOf(storages);
        users = List.copyOf(users);
        folders = List.copyOf(folders);
        bridges = List.copyOf(bridges);
        roles = Collections.unmodifiableSortedMap(new TreeMap<>(roles));
    }

    /** Without services, bridges and roles. */
    public DesiredHost(
            HostSystem system,
            HostZfs zfs,
            List<HostStorage> storages,
            List<HostUser> users,
            List<HostFolder> folders) {
        this(system, zfs, storages, users, folders, HostServices.EMPTY, List.of(), new TreeMap<>());
    }

    /** The paths of every folder that is declared, whatever for. */
    public Set<String> paths() {
        Set<String> paths = new HashSet<>();
        folders.forEach(folder -> paths.add(folder.path()));
        services.exports().forEach(export -> paths.add(export.path()));
        HostServices.Samba samba = services.samba();
        if (samba != null) {
            samba.shares().forEach(share -> paths.add(share.path()));
        }
        zfs.dataSets().forEach(dataSet -> paths.add("/" + dataSet.name()));
        return paths;
    }

    public DesiredHost with(HostServices other) {
        return new DesiredHost(system, zfs, storages, users, folders, other, bridges, roles);
    }

    public DesiredHost with(HostSystem other) {
        return new DesiredHost(other, zfs, storages, users, folders, services, bridges, roles);
    }

    public DesiredHost with(HostZfs other) {
        return new DesiredHost(system, other, storages, users, folders, services, bridges, roles);
    }

    public DesiredHost withStorages(List<HostStorage> others) {
        return new DesiredHost(system, zfs, others, users, folders, services, bridges, roles);
    }

    public DesiredHost withUsers(List<HostUser> others) {
        return new DesiredHost(system, zfs, storages, others, folders, services, bridges, roles);
    }

    public DesiredHost withFolders(List<HostFolder> others) {
        return new DesiredHost(system, zfs, storages, users, others, services, bridges, roles);
    }

    public DesiredHost withBridges(List<HostBridge> others) {
        return new DesiredHost(system, zfs, storages, users, folders, services, others, roles);
    }

    public DesiredHost withRoles(SortedMap<String, SortedSet<String>> others) {
        return new DesiredHost(system, zfs, storages, users, folders, services, bridges, others);
    }
}
