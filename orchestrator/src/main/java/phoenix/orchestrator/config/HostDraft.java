package phoenix.orchestrator.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Mount.Owner;
import phoenix.pve.VmId;

/**
 * What the hypervisor file says, as far as guests are compared with it. Lists are empty where nothing was given, or what was given is
 * wrong and is reported.
 *
 * @param memoryMiB of the machine
 * @param cores of the machine
 * @param storageIds names for storages: {@code proxmox_storage_ids}, by key
 * @param sharePaths of Samba, as they are written: relative to {@code /}
 * @param exportPaths of NFS, as they are written
 * @param gpus addresses of the node's GPUs in the order of their indexes, {@code 0000:01:00.0}
 * @param leftToVms the devices of {@code vfio}: addresses, or vendor and device
 * @param testFiles the paths that the test suites name
 */
public record HostDraft(
        HostNetwork network,
        @Nullable Located<Integer> memoryMiB,
        @Nullable Located<Integer> cores,
        List<Pool> pools,
        List<DataSet> dataSets,
        Map<String, Located<String>> storageIds,
        List<SharedVolume> sharedVolumes,
        List<Located<String>> sharePaths,
        List<Located<String>> exportPaths,
        List<Located<String>> gpus,
        List<Located<String>> leftToVms,
        List<Located<String>> testFiles) {
    public static final HostDraft UNKNOWN = new HostDraft(
            HostNetwork.UNKNOWN,
            null,
            null,
            List.of(),
            List.of(),
            Map.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of());

    /**
     * A ZFS pool.
     *
     * @param raidLevel in lower case
     * @param disks paths
     * @param sizeGiB what the file says it holds
     */
    public record Pool(
            Located<String> name,
            @Nullable Located<String> raidLevel,
            List<Located<String>> disks,
            @Nullable Located<Integer> sizeGiB) {}

    /**
     * A ZFS data set, which becomes a storage of Proxmox.
     *
     * @param properties of ZFS by name, such as {@code quota} to {@code 800G}
     * @param storageType {@code zfspool} or {@code dir}
     * @param content what the storage takes: {@code rootdir}, {@code images}...
     */
    public record DataSet(
            Located<String> name,
            Located<String> pool,
            Map<String, Located<String>> properties,
            @Nullable Located<String> storageType,
            List<Located<String>> content) {
        /** The storage's name: pool and data set with a hyphen between them. */
        public String storage() {
            return pool.value() + "-" + name.value();
        }
    }

    /**
     * A folder of the node that containers share.
     *
     * @param mounts by container: the path in it
     * @param owner of the folder, as the containers count
     */
    public record SharedVolume(
            String name,
            @Nullable Located<String> hostPath,
            Map<VmId, Located<String>> mounts,
            boolean readOnly,
            @Nullable Owner owner) {}
}
