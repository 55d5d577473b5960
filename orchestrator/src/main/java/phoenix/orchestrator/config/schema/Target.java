package phoenix.orchestrator.config.schema;

import java.util.List;
import phoenix.orchestrator.config.JsonValue;
import phoenix.orchestrator.config.Shortened;
import phoenix.orchestrator.desired.Place;

/**
 * The value that a finding is about.
 *
 * @param name as a sentence begins with it: {@code 'cores'}, {@code an item of 'features'}, {@code the file}
 */
record Target(JsonValue value, String name) {

    static Target at(JsonValue.Obj root, List<Object> where) {
        JsonValue value = root;
        String name = "the file";
        for (Object step : where) {
            if (value instanceof JsonValue.Obj object && object.members().get(step) != null) {
                value = object.members().get(step).value();
                name = "'" + Shortened.of(step.toString()) + "'";
            } else if (value instanceof JsonValue.Arr array && step instanceof Integer index) {
                value = array.items().get(index);
                name = name.startsWith("an item") ? name : "an item of " + name;
            } else {
                throw new IllegalStateException("the file has no " + where);
            }
        }
        return new Target(value, name);
    }

    Place place() {
        return value.place();
    }

    /** Where one of the value's own keys stands. */
    Place keyPlace(String key) {
        return value instanceof JsonValue.Obj object && object.members().containsKey(key)
                ? object.members().get(key).place()
                : value.place();
    }

    /** Whether it is a text or list with nothing in it. */
    boolean isEmpty() {
        return (value instanceof JsonValue.Text text && text.text().isBlank())
                || (value instanceof JsonValue.Arr array && array.items().isEmpty())
                || (value instanceof JsonValue.Obj object && object.members().isEmpty());
    }
}
