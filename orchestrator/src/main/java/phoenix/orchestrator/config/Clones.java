package phoenix.orchestrator.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import phoenix.pve.VmId;

/** Who is cloned from whom. */
final class Clones {
    private final NavigableMap<VmId, ContainerDraft> all;

    Clones(NavigableMap<VmId, ContainerDraft> all) {
        this.all = all;
    }

    Optional<ContainerDraft> sourceOf(ContainerDraft draft) {
        return Optional.ofNullable(draft.cloneSource()).map(Located::value).map(all::get);
    }

    /** The container's source, that one's source, and so on; it ends where a circle would close. */
    List<ContainerDraft> ancestorsOf(ContainerDraft draft) {
        List<ContainerDraft> chain = new ArrayList<>();
        Set<VmId> seen = new HashSet<>(Set.of(draft.id()));
        Optional<ContainerDraft> next = sourceOf(draft);
        while (next.isPresent() && seen.add(next.get().id())) {
            chain.add(next.get());
            next = sourceOf(next.get());
        }
        return chain;
    }

    /** Whether the container is unprivileged: what it says, else what its source is, else true. */
    boolean unprivileged(ContainerDraft draft) {
        List<ContainerDraft> chain = new ArrayList<>(List.of(draft));
        chain.addAll(ancestorsOf(draft));
        for (ContainerDraft each : chain) {
            Located<Boolean> said = each.unprivileged();
            if (said != null) {
                return said.value();
            }
        }
        return true;
    }

    /** Reports sources that do not exist or cannot be cloned, and wishes that a clone cannot fulfil. */
    void check(ContainerDraft draft, Problems problems) {
        Located<VmId> source = draft.cloneSource();
        if (source == null) {
            return;
        }
        ContainerDraft found = all.get(source.value());
        if (found == null) {
            problems.error(
                    source.place(),
                    "the clone source " + source.value() + " is no container of this file",
                    "add a container " + source.value() + ", or write the ID of another one"
                            + (templates().isEmpty() ? "" : "; those that can be cloned: " + templates()));
            return;
        }
        if (!found.isTemplate()) {
            problems.error(
                    source.place(),
                    "the clone source " + found.label()
                            + " has no 'template_snapshot_name', so there is no snapshot to clone",
                    "add \"template_snapshot_name\": \"pre-configured\" to container " + found.id());
        }
        checkSize(draft, found, problems);
        checkPrivilege(draft, found, problems);
    }

    private static void checkSize(ContainerDraft draft, ContainerDraft source, Problems problems) {
        Located<Integer> size = draft.diskGiB();
        Located<Integer> sourceSize = source.diskGiB();
        if (size != null && sourceSize != null && size.value() < sourceSize.value()) {
            problems.error(
                    size.place(),
                    "'storage_size_gb' is " + size.value() + ", but the clone source " + source.label() + " has "
                            + sourceSize.value() + ", and Proxmox never shrinks a volume",
                    "write " + sourceSize.value() + " or more");
        }
    }

    private void checkPrivilege(ContainerDraft draft, ContainerDraft source, Problems problems) {
        Located<Boolean> wanted = draft.unprivileged();
        if (wanted != null && wanted.value() != unprivileged(source)) {
            problems.error(
                    wanted.place(),
                    "'unprivileged' is " + wanted.value() + ", but the clone source " + source.label() + " is "
                            + (wanted.value() ? "privileged" : "unprivileged")
                            + ", and a clone stays what its source is",
                    "write " + !wanted.value() + ", or clone from another container");
        }
    }

    private String templates() {
        return String.join(
                ", ",
                all.values().stream()
                        .filter(ContainerDraft::isTemplate)
                        .limit(10)
                        .map(ContainerDraft::label)
                        .toList());
    }
}
