package phoenix.orchestrator.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import phoenix.orchestrator.desired.Place;

/**
 * What a file says for several guests at once: defaults for all of them, and profiles for those that name them. A guest's effective
 * object is the defaults, over them its profiles in order, over them its own keys. A profile may name profiles, which lie under it.
 */
final class Layers {
    static final String PROFILES = "profiles";
    private static final JsonValue.Obj NOTHING = new JsonValue.Obj(new Place("", 0, 0, ""), Map.of());

    private final Problems problems;
    private final Map<String, JsonValue.Obj> profiles;
    /** For each profile that was followed: what lies under it, then itself. */
    private final Map<String, List<JsonValue.Obj>> followed = new HashMap<>();
    /** For each list of profiles that a guest named: all of them over the defaults. */
    private final Map<List<String>, JsonValue.Obj> bases = new HashMap<>();

    private final List<JsonValue.Obj> defaults;

    private Layers(Problems problems, Map<String, JsonValue.Obj> profiles, JsonValue.Obj defaults) {
        this.problems = problems;
        this.profiles = profiles;
        profiles.keySet().forEach(name -> follow(name, List.of()));
        this.defaults = layers(defaults, List.of());
    }

    /**
     * Reads the layers of a file, and reports profiles that are not there, or lie under each other.
     *
     * @param defaultsKey {@code defaults} or {@code vm_defaults}
     */
    static Layers of(Fields file, String defaultsKey) {
        Map<String, JsonValue.Obj> profiles = new LinkedHashMap<>();
        file.inner(PROFILES)
                .ifPresent(all -> all.object().members().forEach((name, member) -> {
                    if (!Keys.isComment(name) && member.value() instanceof JsonValue.Obj profile) {
                        profiles.put(name, profile);
                    }
                }));
        return new Layers(
                file.problems(),
                profiles,
                file.inner(defaultsKey).map(Fields::object).orElse(NOTHING));
    }

    /** The guest's object with everything that it inherits. */
    JsonValue.Obj effective(JsonValue.Obj guest) {
        List<Located<String>> named = named(guest);
        JsonValue.Obj base = bases.get(namesOf(named));
        if (base == null) {
            base = NOTHING;
            List<JsonValue.Obj> under = new ArrayList<>(defaults);
            named.forEach(name -> under.addAll(find(name, List.of())));
            for (JsonValue.Obj layer : under) {
                base = Merge.over(base, layer);
            }
            base = withoutProfiles(base);
            if (profiles.keySet().containsAll(namesOf(named))) {
                bases.put(namesOf(named), base);
            }
        }
        return Merge.over(base, guest);
    }

    /**
     * In which layer a value stands, for people.
     *
     * @return {@code defaults}, {@code profile gpu}, or {@code guest}
     */
    static String nameOf(Place place) {
        String[] parts = place.pointer().split("/", 4);
        if (parts.length > 2 && parts[1].equals(PROFILES)) {
            return "profile " + parts[2].replace("~1", "/").replace("~0", "~");
        }
        return parts.length > 1 && (parts[1].equals("defaults") || parts[1].equals("vm_defaults"))
                ? "defaults"
                : "guest";
    }

    private List<JsonValue.Obj> layers(JsonValue.Obj object, List<String> path) {
        List<JsonValue.Obj> layers = new ArrayList<>();
        named(object).forEach(name -> layers.addAll(find(name, path)));
        layers.add(object);
        return layers;
    }

    /** The layers of a profile that somebody names; none if there is no such profile or it would lie under itself. */
    private List<JsonValue.Obj> find(Located<String> name, List<String> path) {
        if (path.contains(name.value())) {
            List<String> circle = new ArrayList<>(path.subList(path.indexOf(name.value()), path.size()));
            circle.add(name.value());
            problems.error(
                    name.place(),
                    "the profiles name each other in a circle: " + String.join(" -> ", circle),
                    "remove one of these names");
            return List.of();
        }
        if (!profiles.containsKey(name.value())) {
            problems.error(
                    name.place(), "there is no profile '" + Shortened.of(name.value()) + "'", hint(name.value()));
            return List.of();
        }
        return follow(name.value(), path);
    }

    private String hint(String name) {
        return KeyNames.nearest(name, profiles.keySet())
                .map(near -> "did you mean '" + near + "'?")
                .orElse(
                        profiles.isEmpty()
                                ? "write it under \"profiles\" at the root of this file"
                                : "write it under \"profiles\", or name one of "
                                        + String.join(", ", profiles.keySet()));
    }

    private List<JsonValue.Obj> follow(String name, List<String> path) {
        List<JsonValue.Obj> known = followed.get(name);
        if (known != null) {
            return known;
        }
        List<String> deeper = new ArrayList<>(path);
        deeper.add(name);
        List<JsonValue.Obj> layers = layers(profiles.getOrDefault(name, NOTHING), deeper);
        followed.put(name, layers);
        return layers;
    }

    private static JsonValue.Obj withoutProfiles(JsonValue.Obj object) {
        Map<String, JsonValue.Member> members = new LinkedHashMap<>(object.members());
        members.remove(PROFILES);
        members.keySet().removeIf(Keys::isComment);
        return new JsonValue.Obj(object.place(), members);
    }

    /** The profiles that an object names: a list of names, or one. */
    private static List<Located<String>> named(JsonValue.Obj object) {
        JsonValue.Member member = object.members().get(PROFILES);
        if (member == null) {
            return List.of();
        }
        List<JsonValue> items = member.value() instanceof JsonValue.Arr array ? array.items() : List.of(member.value());
        List<Located<String>> names = new ArrayList<>();
        for (JsonValue item : items) {
            if (item instanceof JsonValue.Text text) {
                names.add(new Located<>(text.text(), text.place()));
            }
        }
        return names;
    }

    private static List<String> namesOf(List<Located<String>> named) {
        return named.stream().map(Located::value).toList();
    }
}
