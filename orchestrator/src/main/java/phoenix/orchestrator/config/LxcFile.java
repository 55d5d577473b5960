package phoenix.orchestrator.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import phoenix.pve.VmId;

/** Reads {@code phoenix_lxc_configs.json}. */
final class LxcFile {
    private static final Keys ROOT = new Keys(
            "the container file",
            Set.of("lxc_configs"),
            Map.of(
                    "nvidia_driver_version", Keys::isNothing,
                    "nvidia_repo_url", Keys::isNothing,
                    "nvidia_runfile_url", Keys::isNothing),
            Problem.Severity.WARNING);
    private static final String EXAMPLE = "\"lxc_configs\": {\"900\": {...}}";

    private LxcFile() {}

    /** The containers, in the order of the file. */
    static List<ContainerDraft> read(Fields file, ContainerReader reader) {
        ROOT.check(file.object(), file.problems());
        file.require("lxc_configs", EXAMPLE);
        List<ContainerDraft> drafts = new ArrayList<>();
        file.object("lxc_configs", EXAMPLE)
                .ifPresent(configs -> configs.object().members().values().stream()
                        .filter(member -> !Keys.isComment(member.key()))
                        .forEach(member ->
                                container(member, reader, file.problems()).ifPresent(drafts::add)));
        return drafts;
    }

    private static Optional<ContainerDraft> container(
            JsonValue.Member member, ContainerReader reader, Problems problems) {
        VmId id;
        try {
            id = VmId.parse(member.key());
        } catch (IllegalArgumentException e) {
            problems.error(
                    member.place(),
                    "the key '" + Shortened.of(member.key()) + "' is no guest ID: a whole number from 100 to 999999999",
                    "write the container's ID as the key, such as \"953\"; its name belongs into 'name'");
            return Optional.empty();
        }
        if (!(member.value() instanceof JsonValue.Obj object)) {
            problems.error(
                    member.value().place(),
                    "container " + id + " is " + member.value().inWords() + ", not an object",
                    "write \"" + id + "\": {...}");
            return Optional.empty();
        }
        return Optional.of(reader.read(id, new Fields(object, problems)));
    }
}
