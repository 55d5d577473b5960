package phoenix.orchestrator.desired;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;

/** What a container and a VM have in common: who it is, what it is made from, what it needs. */
public sealed interface DesiredGuest permits DesiredContainer, DesiredVm {
    VmId id();

    GuestKind kind();

    /** Where it stands in the user's files. */
    Place place();

    String name();

    /** The guest that this one is cloned from. */
    Optional<VmId> cloneSource();

    /** Whether others are made from it; a template is kept stopped. */
    boolean isTemplate();

    /** The guests, of either kind, that must be healthy before this one starts. */
    SortedSet<VmId> dependencies();

    /** The names of our features, in the order in which they are applied. */
    List<String> featureNames();

    /** Our features, in the order in which they are applied. */
    List<Feature> features();

    /** Scripts that run last, in their order. */
    List<Application> applications();

    /** Those that are taken on its way, by stage. */
    List<StageSnapshot> snapshots();

    /** The names of the snapshots that Phoenix takes of it, by the file or of every such guest. */
    Set<String> snapshotNames();

    /** What its scripts get to see of the configuration. */
    Inputs inputs();

    /** All of them must pass. */
    List<HealthCheck> healthChecks();

    /** Its tags, notes and the like. */
    Labels labels();

    /** Its firewall; null: not managed. */
    @Nullable Firewall firewall();

    /** Its networks in the order of Proxmox's options, {@code net0} first. */
    List<Network> networkList();

    /** {@code 953 (gateway)}. */
    default String label() {
        return id() + " (" + name() + ")";
    }
}
