package phoenix.lab.storage;

import java.util.List;
import phoenix.lab.schema.Param;
import phoenix.lab.schema.PropertyFormat;

/** The parameters of storages, as Proxmox 8.4 has them. */
final class StorageParams {
    /** May be given when a storage is made, and be changed later. */
    static final List<Param> CHANGEABLE = List.of(
            Param.string("blocksize").optional(),
            Param.string("bwlimit")
                    .optional()
                    .format(PropertyFormat.of(
                            Param.number("clone").optional().minimum(0),
                            Param.number("default").optional().minimum(0),
                            Param.number("migration").optional().minimum(0),
                            Param.number("move").optional().minimum(0),
                            Param.number("restore").optional().minimum(0))),
            Param.string("comstar_hg").optional(),
            Param.string("comstar_tg").optional(),
            Param.string("content").optional().format("pve-storage-content-list"),
            Param.string("content-dirs").optional().format("pve-dir-override-list"),
            Param.bool("create-base-path").optional().byDefault(true),
            Param.bool("create-subdirs").optional().byDefault(true),
            Param.string("data-pool").optional(),
            Param.bool("disable").optional(),
            Param.string("domain").optional().maxLength(256),
            Param.string("encryption-key").optional(),
            Param.string("fingerprint").optional().pattern("([A-Fa-f0-9]{2}:){31}[A-Fa-f0-9]{2}"),
            Param.string("format").optional().oneOf("raw", "qcow2", "subvol", "vmdk"),
            Param.string("fs-name").optional().format("pve-configid"),
            Param.bool("fuse").optional(),
            Param.string("is_mountpoint").optional().byDefault("no"),
            Param.string("keyring").optional(),
            Param.bool("krbd").optional().byDefault(false),
            Param.string("lio_tpg").optional(),
            Param.string("master-pubkey").optional(),
            Param.integer("max-protected-backups").optional().defaultComputed().minimum(-1),
            Param.integer("maxfiles").optional().minimum(0),
            Param.bool("mkdir").optional().byDefault(true),
            Param.string("monhost").optional().format("pve-storage-portal-dns-list"),
            Param.string("mountpoint").optional().format("pve-storage-path"),
            Param.string("namespace").optional(),
            Param.bool("nocow").optional().byDefault(false),
            Param.string("nodes").optional().format("pve-node-list"),
            Param.bool("nowritecache").optional(),
            Param.string("options").optional().format("pve-storage-options"),
            Param.string("password").optional().maxLength(256),
            Param.string("pool").optional(),
            Param.integer("port").optional().minimum(1).maximum(65535),
            Param.string("preallocation").optional().byDefault("metadata").oneOf("off", "metadata", "falloc", "full"),
            Param.string("prune-backups").optional().format("prune-backups"),
            Param.bool("saferemove").optional(),
            Param.string("saferemove_throughput").optional(),
            Param.string("server").optional().format("pve-storage-server"),
            Param.string("server2").optional().format("pve-storage-server").requires("server"),
            Param.bool("shared").optional(),
            Param.bool("skip-cert-verification").optional().byDefault(false),
            Param.string("smbversion")
                    .optional()
                    .byDefault("default")
                    .oneOf("default", "2.0", "2.1", "3", "3.0", "3.11"),
            Param.bool("sparse").optional(),
            Param.string("subdir").optional().format("pve-storage-path"),
            Param.bool("tagged_only").optional(),
            Param.string("transport").optional().oneOf("tcp", "rdma", "unix"),
            Param.string("username").optional(),
            Param.string("zfs-base-path").optional().format("pve-storage-path"));

    /** May be given only when a storage is made. */
    static final List<Param> LASTING = List.of(
            Param.string("authsupported").optional(),
            Param.string("base").optional().format("pve-volume-id"),
            Param.string("datastore").optional(),
            Param.string("export").optional().format("pve-storage-path"),
            Param.string("iscsiprovider").optional(),
            Param.string("path").optional().format("pve-storage-path"),
            Param.string("portal").optional().format("pve-storage-portal-dns"),
            Param.string("share").optional(),
            Param.string("target").optional(),
            Param.string("thinpool").optional().format("pve-storage-vgname"),
            Param.string("vgname").optional().format("pve-storage-vgname"),
            Param.string("volume").optional());

    private StorageParams() {}

    static Param type() {
        return Param.string("type")
                .oneOf(
                        "btrfs",
                        "cephfs",
                        "cifs",
                        "dir",
                        "esxi",
                        "glusterfs",
                        "iscsi",
                        "iscsidirect",
                        "lvm",
                        "lvmthin",
                        "nfs",
                        "pbs",
                        "rbd",
                        "zfs",
                        "zfspool");
    }
}
