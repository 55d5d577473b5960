package phoenix.orchestrator.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import phoenix.pve.VmId;

/** Reads {@code phoenix_lxc_configs.json}. */
final class LxcFile {
    private static final String EXAMPLE = "\"lxc_configs\": {\"900\": {...}}";
    private static final Keys ROOT = Keys.of(
            "the container file",
            "lxc_configs",
            "defaults",
            "profiles",
            "version",
            "nvidia_driver_version",
            "nvidia_repo_url",
            "nvidia_runfile_url");
    private static final Set<String> FOR_SCRIPTS =
            Set.of("nvidia_driver_version", "nvidia_repo_url", "nvidia_runfile_url");

    private LxcFile() {}

    /** The containers with what they inherit, in the order of the file. */
    static List<EffectiveGuest> read(Fields file) {
        ROOT.check(file.object(), file.problems());
        file.require("lxc_configs", EXAMPLE);
        Layers layers = Layers.of(file, "defaults");
        List<EffectiveGuest> guests = new ArrayList<>();
        file.object("lxc_configs", EXAMPLE)
                .ifPresent(configs -> configs.object().members().values().stream()
                        .filter(member -> !Keys.isComment(member.key()))
                        .forEach(member ->
                                container(member, layers, file.problems()).ifPresent(guests::add)));
        return guests;
    }

    /** What the file says for the scripts of several containers. */
    static Map<String, JsonValue> forScripts(Fields file) {
        Map<String, JsonValue> values = new TreeMap<>();
        FOR_SCRIPTS.forEach(key -> file.value(key).ifPresent(value -> values.put(key, value)));
        return values;
    }

    private static Optional<EffectiveGuest> container(JsonValue.Member member, Layers layers, Problems problems) {
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
        ContainerKeys.ALL.check(object, problems);
        return Optional.of(new EffectiveGuest(id, new Fields(layers.effective(object), problems)));
    }
}
