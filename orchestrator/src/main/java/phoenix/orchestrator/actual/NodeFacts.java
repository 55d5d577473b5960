package phoenix.orchestrator.actual;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import phoenix.pve.GuestFirewall;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;

/**
 * What was looked up beside the guests' configurations, because some guest's wishes depend on it.
 *
 * @param pools the resource pool of each guest that is in one
 * @param missingPools the resource pools that guests shall be in and that are not there
 * @param firewalls the firewall of each guest that has one; empty if nobody needed to know
 * @param gpus the node's NVIDIA devices; empty if nobody needed to know, or nothing could look
 * @param appArmor whether the node's kernel confines by AppArmor; empty if nobody needed to know, or nothing could look
 * @param images the disk images that lie on the node's storages; empty if nobody needed to know
 * @param snippetStorage where cloud-init documents are written; empty if nobody needed to know, or no storage takes them
 * @param storageTypes Proxmox's type of each active storage, such as {@code zfspool}; empty if nobody needed to know
 * @param bridges the node's bridges; unknown if no guest has to be made
 * @param hardware the node's PCI devices; empty if no VM wants one, or they may not be seen
 */
public record NodeFacts(
        Map<VmId, String> pools,
        Set<String> missingPools,
        Map<VmId, GuestFirewall> firewalls,
        Optional<Gpus> gpus,
        Optional<Boolean> appArmor,
        List<VolumeId> images,
        Optional<String> snippetStorage,
        Map<String, String> storageTypes,
        Bridges bridges,
        Optional<PciHardware> hardware) {
    public static final NodeFacts NONE = new NodeFacts(Map.of(), Map.of(), Optional.empty(), Optional.empty());

    public NodeFacts {
        pools = Map.copyOf(pools);
        missingPools = Set.copyOf(missingPools);
        firewalls = Map.copyOf(firewalls);
        images = List.copyOf(images);
        storageTypes = Map.copyOf(storageTypes);
    }

    /** Facts of a node of whose images nothing needs to be known. */
    public NodeFacts(
            Map<VmId, String> pools,
            Map<VmId, GuestFirewall> firewalls,
            Optional<Gpus> gpus,
            Optional<Boolean> appArmor) {
        this(
                pools,
                Set.of(),
                firewalls,
                gpus,
                appArmor,
                List.of(),
                Optional.empty(),
                Map.of(),
                Bridges.UNKNOWN,
                Optional.empty());
    }

    /** These with what VMs are made from. */
    NodeFacts with(List<VolumeId> foundImages, Optional<String> snippets, Map<String, String> types) {
        return new NodeFacts(
                pools, missingPools, firewalls, gpus, appArmor, foundImages, snippets, types, bridges, hardware);
    }

    /** These with the pools that are missing. */
    public NodeFacts with(Set<String> missing) {
        return new NodeFacts(
                pools, missing, firewalls, gpus, appArmor, images, snippetStorage, storageTypes, bridges, hardware);
    }

    /** These with other devices of NVIDIA's. */
    public NodeFacts with(Gpus found) {
        return new NodeFacts(
                pools,
                missingPools,
                firewalls,
                Optional.of(found),
                appArmor,
                images,
                snippetStorage,
                storageTypes,
                bridges,
                hardware);
    }

    /** These with the node's bridges. */
    public NodeFacts with(Bridges found) {
        return new NodeFacts(
                pools, missingPools, firewalls, gpus, appArmor, images, snippetStorage, storageTypes, found, hardware);
    }

    /** These with the node's PCI devices. */
    public NodeFacts with(PciHardware found) {
        return new NodeFacts(
                pools,
                missingPools,
                firewalls,
                gpus,
                appArmor,
                images,
                snippetStorage,
                storageTypes,
                bridges,
                Optional.of(found));
    }
}
