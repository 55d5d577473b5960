package phoenix.orchestrator.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import phoenix.orchestrator.desired.Device;

/** Reads {@code devices}: paths, or objects with {@code path}, {@code mode}, {@code uid}, {@code gid} and {@code deny_write}. */
final class DeviceReader {
    private DeviceReader() {}

    static Optional<List<Device>> read(Fields container) {
        return container.oneOrMore("devices").map(items -> {
            List<Device> devices = new ArrayList<>();
            for (JsonValue item : items) {
                device(item, container.problems()).ifPresent(devices::add);
            }
            return devices;
        });
    }

    private static Optional<Device> device(JsonValue item, Problems problems) {
        if (item instanceof JsonValue.Text path) {
            return Optional.of(new Device(path.text(), null, null, null, false));
        }
        if (!(item instanceof JsonValue.Obj object)) {
            return Optional.empty();
        }
        Fields fields = new Fields(object, problems);
        return fields.word("path")
                .map(path -> new Device(
                        path.value(),
                        Located.valueOf(fields.word("mode").orElse(null)),
                        Located.valueOf(fields.whole("uid").orElse(null)),
                        Located.valueOf(fields.whole("gid").orElse(null)),
                        fields.flag("deny_write").map(Located::value).orElse(false)));
    }
}
