package phoenix.lab.guest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import phoenix.lab.schema.Param;

/** Options as JSON: booleans and integers are numbers, all else is text. */
final class ConfigJson {
    private static final Set<String> NUMBERS = Set.of("integer", "boolean");

    private ConfigJson() {}

    static Map<String, Object> of(ContainerConfig.Part part) {
        Map<String, Object> json = new LinkedHashMap<>();
        part.options().forEach((option, value) -> json.put(option, value(option, value)));
        if (!part.raw().isEmpty()) {
            json.put(
                    "lxc",
                    part.raw().stream()
                            .map(entry -> List.of(entry.key(), entry.value()))
                            .toList());
        }
        return json;
    }

    static Object value(String option, String value) {
        boolean number = option.equals("snaptime")
                || ContainerOptions.find(option)
                        .map(Param::type)
                        .filter(NUMBERS::contains)
                        .isPresent();
        return number && value.matches("[0-9]{1,18}") ? (Object) Long.parseLong(value) : value;
    }
}
