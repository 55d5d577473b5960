package phoenix.orchestrator.config;

import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Place;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;

/**
 * A guest as it was read, with the place of each value, for the checks that compare guests. What is null was not given, or was wrong and
 * is reported; a draft becomes a guest of the fleet only if nothing in the whole configuration is wrong.
 */
public sealed interface GuestDraft permits ContainerDraft, VmDraft {
    /** What both kinds have. */
    Common common();

    GuestKind kind();

    /** Whether another guest of its kind can be cloned from it, as far as the files tell. */
    boolean canBeCloned();

    default VmId id() {
        return common().id();
    }

    /** Where its object begins. */
    default Place place() {
        return common().place();
    }

    default @Nullable Located<String> name() {
        return common().name();
    }

    /** What it is cloned from. */
    default @Nullable Located<VmId> cloneSource() {
        return common().cloneSource();
    }

    /** Whether it is kept stopped for its clones. */
    default boolean isTemplate() {
        return common().isTemplate();
    }

    default @Nullable Located<String> templateSnapshot() {
        return common().templateSnapshot();
    }

    /** The storage of its first disk. */
    default @Nullable Located<String> storage() {
        return common().storage();
    }

    /** The size of its first disk in GiB. */
    default @Nullable Located<Integer> diskGiB() {
        return common().diskGiB();
    }

    default @Nullable Located<Integer> memoryMiB() {
        return common().memoryMiB();
    }

    default @Nullable Located<Integer> cores() {
        return common().cores();
    }

    default @Nullable Located<Boolean> startAtBoot() {
        return common().startAtBoot();
    }

    /** In the order of {@code net0}, {@code net1}... */
    default List<NetworkDraft> networks() {
        return common().networks();
    }

    /** Those that exist, in the order of the list. */
    default List<Located<Features.Known>> features() {
        return common().features();
    }

    /** The indexes of the node's GPUs; null if they are not managed. */
    default @Nullable Located<SortedSet<Integer>> gpus() {
        return common().gpus();
    }

    default List<Located<VmId>> dependencies() {
        return common().dependencies();
    }

    /** The paths that its test suites name, as they are written; whether the files exist is not looked at. */
    default List<Located<String>> testFiles() {
        return common().testFiles();
    }

    /** {@code 953 (gateway)}, or the bare ID if the name was not read. */
    default String label() {
        Located<String> name = name();
        return name == null ? id().toString() : id() + " (" + name.value() + ")";
    }

    /**
     * What both kinds have; each part is explained at the method of its name.
     *
     * @param isTemplate whether this was asked for, be the snapshot's name right or wrong
     */
    record Common(
            VmId id,
            Place place,
            @Nullable Located<String> name,
            @Nullable Located<VmId> cloneSource,
            boolean isTemplate,
            @Nullable Located<String> templateSnapshot,
            @Nullable Located<String> storage,
            @Nullable Located<Integer> diskGiB,
            @Nullable Located<Integer> memoryMiB,
            @Nullable Located<Integer> cores,
            @Nullable Located<Boolean> startAtBoot,
            List<NetworkDraft> networks,
            List<Located<Features.Known>> features,
            @Nullable Located<SortedSet<Integer>> gpus,
            List<Located<VmId>> dependencies,
            List<Located<String>> testFiles) {
        public Common {
            networks = List.copyOf(networks);
            features = List.copyOf(features);
            dependencies = List.copyOf(dependencies);
            testFiles = List.copyOf(testFiles);
        }
    }
}
