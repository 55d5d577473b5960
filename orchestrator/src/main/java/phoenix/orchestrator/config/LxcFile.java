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
    private static final Set<String> FOR_SCRIPTS =
            Set.of("nvidia_driver_version", "nvidia_repo_url", "nvidia_runfile_url");

    private LxcFile() {}

    /** The containers with what they inherit, in the order of the file. */
    static List<EffectiveGuest> read(Fields file) {
        Layers layers = Layers.of(file, "defaults");
        List<EffectiveGuest> guests = new ArrayList<>();
        file.inner("lxc_configs")
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
        return member.key().matches("[1-9][0-9]{2,8}") && member.value() instanceof JsonValue.Obj object
                ? Optional.of(
                        new EffectiveGuest(VmId.parse(member.key()), new Fields(layers.effective(object), problems)))
                : Optional.empty();
    }
}
