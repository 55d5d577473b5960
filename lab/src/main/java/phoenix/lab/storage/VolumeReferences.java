package phoenix.lab.storage;

import java.util.Set;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;

/** Which volumes the guests' configurations name, and which guests are containers. */
public interface VolumeReferences {
    Set<VolumeId> all();

    boolean isContainer(VmId id);
}
