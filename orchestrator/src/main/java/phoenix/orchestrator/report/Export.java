package phoenix.orchestrator.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.note.Note;
import phoenix.pve.VmId;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes down containers as they are, in the format of {@code phoenix_lxc_configs.json}: what a run would find as wanted.
 *
 * <p>What the format has no key for is named in a comment of the container. What was done inside a guest cannot be read back.
 */
public final class Export {
    private static final Pattern CLONE_BASE = Pattern.compile("([1-9][0-9]{2,8})@([A-Za-z][A-Za-z0-9_-]*)(?:#.*)?");

    private Export() {}

    /**
     * A container that was cloned.
     *
     * @param snapshot the source's snapshot that it was made from
     */
    record Cloned(VmId source, String snapshot) {}

    /** The file's text, with a line feed at its end. A clone names its source if that is exported along with it. */
    public static String print(List<ActualGuest> containers) {
        List<VmId> exported = containers.stream().map(ActualGuest::id).toList();
        Map<VmId, Cloned> clones = new HashMap<>();
        Map<VmId, String> templates = new HashMap<>();
        for (ActualGuest container : containers) {
            origin(container)
                    .filter(cloned -> exported.contains(cloned.source()))
                    .ifPresent(cloned -> {
                        clones.put(container.id(), cloned);
                        templates.put(cloned.source(), cloned.snapshot());
                    });
        }
        ObjectNode file = PrettyJson.object();
        ObjectNode configs = file.putObject("lxc_configs");
        containers.stream()
                .sorted((one, other) -> one.id().compareTo(other.id()))
                .forEach(container -> new ContainerExport(
                                container,
                                Optional.ofNullable(clones.get(container.id())),
                                Optional.ofNullable(templates.get(container.id())))
                        .writeTo(configs.putObject(container.id().toString())));
        return PrettyJson.print(file);
    }

    /** What a container's note says that it was cloned from. */
    static Optional<Cloned> origin(ActualGuest container) {
        return container.memory().note().map(Note::base).flatMap(base -> {
            Matcher clone = CLONE_BASE.matcher(base);
            return clone.matches()
                    ? Optional.of(new Cloned(VmId.parse(clone.group(1)), clone.group(2)))
                    : Optional.empty();
        });
    }
}
