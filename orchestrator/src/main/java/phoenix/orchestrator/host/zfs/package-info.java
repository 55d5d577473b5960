/** Pools, data sets and the settings of ZFS. {@link phoenix.orchestrator.host.zfs.DiskDecision} says which disks may become part of a pool. */
@NullMarked
package phoenix.orchestrator.host.zfs;

import org.jspecify.annotations.NullMarked;
