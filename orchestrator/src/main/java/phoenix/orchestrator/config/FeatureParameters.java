package phoenix.orchestrator.config;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.config.FeatureManifest.Parameter;
import phoenix.orchestrator.desired.Inputs;
import phoenix.orchestrator.desired.Place;

/** Checks what a guest asks of a feature against what the feature's manifest takes, and adds the manifest's defaults. */
final class FeatureParameters {
    private static final String KEY = "parameters";

    private final InputsReader inputs;
    private final Problems problems;

    FeatureParameters(InputsReader inputs, Problems problems) {
        this.inputs = inputs;
        this.problems = problems;
    }

    /**
     * The parameters that the feature's script gets.
     *
     * @param item the object in the guest's list; null if it is only a name
     */
    Inputs read(Located<String> feature, @Nullable Fields item, FeatureManifest manifest) {
        Optional<Fields> given = Optional.ofNullable(item).flatMap(fields -> fields.inner(KEY));
        SortedMap<String, JsonValue> values = new TreeMap<>();
        manifest.parameters().forEach((name, parameter) -> {
            JsonValue standard = parameter.standard();
            if (standard != null) {
                values.put(name, standard);
            }
        });
        given.ifPresent(
                fields -> fields.object().members().forEach((name, member) -> take(feature, member, manifest, values)));
        Place place =
                given.or(() -> Optional.ofNullable(item)).map(Fields::place).orElse(feature.place());
        manifest.parameters().forEach((name, parameter) -> {
            if (parameter.required()
                    && !values.containsKey(name)
                    && given.filter(fields -> fields.has(name)).isEmpty()) {
                problems.error(
                        place,
                        "the feature '" + feature.value() + "' must be told '" + name + "'",
                        "write {\"name\": \"" + feature.value() + "\", \"parameters\": {\"" + name + "\": ...}} with "
                                + parameter.inWords());
            }
        });
        return inputs.inputs(values);
    }

    private void take(
            Located<String> feature, JsonValue.Member member, FeatureManifest manifest, Map<String, JsonValue> values) {
        if (Keys.isComment(member.key()) || member.value() instanceof JsonValue.Null) {
            return;
        }
        Parameter parameter = manifest.parameters().get(member.key());
        if (parameter == null) {
            unknown(feature, member, manifest);
        } else if (!parameter.takes(member.value())) {
            problems.error(
                    member.value().place(),
                    "'" + member.key() + "' is "
                            + (parameter.secret()
                                    ? "something else"
                                    : member.value().inWords())
                            + ", but the feature '" + feature.value()
                            + "' wants " + parameter.inWords(),
                    "write " + parameter.inWords());
        } else {
            values.put(member.key(), member.value());
            if (parameter.secret() && !Secrets.isReference(member.value()) && !SecretNames.looksSecret(member.key())) {
                problems.warning(
                        member.value().place(),
                        "'" + member.key() + "' is a secret, and stands in the file as plain text",
                        "write where it is to be found: {\"$env\": \"NAME\"} or {\"$file\": \"path\"}");
            }
        }
    }

    private void unknown(Located<String> feature, JsonValue.Member member, FeatureManifest manifest) {
        String known = manifest.parameters().isEmpty()
                ? "remove it; its " + FeatureFolders.MANIFEST + " declares no parameters"
                : "it takes " + String.join(", ", manifest.parameters().keySet());
        problems.error(
                member.place(),
                "the feature '" + feature.value() + "' takes no parameter '" + Shortened.of(member.key()) + "'",
                KeyNames.nearest(member.key(), manifest.parameters().keySet())
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse(known));
    }
}
