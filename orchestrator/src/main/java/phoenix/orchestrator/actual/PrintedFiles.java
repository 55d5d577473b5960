package phoenix.orchestrator.actual;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Text files as {@code grep -H} prints them, each line behind its file's path. They are put together while the lines come, for a shell keeps
 * only the end of a long output, and thousands of guests have more than that. Lines may come from several threads.
 */
final class PrintedFiles implements Consumer<String> {
    private final Pattern pattern;
    private final Map<List<String>, StringBuilder> texts = new LinkedHashMap<>();

    /** @param pattern of a printed line: what tells its file apart is in the groups, the line itself in the last one */
    PrintedFiles(Pattern pattern) {
        this.pattern = pattern;
    }

    /** Takes a line; one of no file is overlooked. */
    @Override
    public synchronized void accept(String line) {
        Matcher parts = pattern.matcher(line);
        if (parts.matches()) {
            List<String> file = IntStream.range(1, parts.groupCount())
                    .mapToObj(parts::group)
                    .toList();
            texts.computeIfAbsent(file, key -> new StringBuilder())
                    .append(parts.group(parts.groupCount()))
                    .append('\n');
        }
    }

    /** The files' texts by what tells them apart, in the order in which they came. */
    synchronized Map<List<String>, String> texts() {
        Map<List<String>, String> all = new LinkedHashMap<>();
        texts.forEach((file, text) -> all.put(file, text.toString()));
        return all;
    }
}
