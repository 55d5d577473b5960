package phoenix.orchestrator.config;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads {@code gpu_assignment}: {@code "none"}, {@code "0"}, {@code "0, 1"}, {@code 0} or {@code [0, 1]}. */
final class GpuReader {
    private GpuReader() {}

    /** The indexes; empty if nothing is said of GPUs. */
    static Optional<Located<SortedSet<Integer>>> read(Fields guest) {
        Optional<JsonValue> value = guest.value("gpu_assignment");
        Optional<List<JsonValue>> items = guest.oneOrMore("gpu_assignment");
        if (value.isEmpty() || items.isEmpty()) {
            return Optional.empty();
        }
        SortedSet<Integer> indexes = new TreeSet<>();
        for (JsonValue item : items.get()) {
            String text = Fields.word(item).orElse("none").strip();
            if (text.equals("none")) {
                continue;
            }
            for (String part : text.split(",", -1)) {
                String index = part.strip();
                if (!index.matches("[0-9]{1,3}")) {
                    return Optional.empty();
                }
                indexes.add(Integer.valueOf(index));
            }
        }
        return Optional.of(new Located<>(indexes, value.get().place()));
    }
}
