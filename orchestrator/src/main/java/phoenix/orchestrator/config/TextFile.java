package phoenix.orchestrator.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import phoenix.orchestrator.desired.Place;

/** Reads the user's files and says in words why one cannot be read. */
final class TextFile {
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final long MOST_BYTES = 16L << 20;

    private TextFile() {}

    /** Reads a file that holds one JSON object. */
    static Optional<Fields> readObject(Path file, Problems problems) {
        String name = file.toString();
        Optional<JsonValue> value = read(file, problems).flatMap(text -> JsonReader.read(name, text, problems));
        if (value.isPresent() && !(value.get() instanceof JsonValue.Obj)) {
            problems.error(
                    value.get().place(),
                    "the file holds " + value.get().inWords() + ", not an object",
                    "write { ... } around it");
        }
        return value.filter(JsonValue.Obj.class::isInstance)
                .map(JsonValue.Obj.class::cast)
                .map(object -> new Fields(object, problems));
    }

    /** What went wrong, in words. */
    static String reason(Exception failure) {
        Throwable cause =
                failure instanceof UncheckedIOException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        } else if (cause instanceof NoSuchFileException) {
            return "no such file";
        } else if (cause instanceof FileSystemLoopException) {
            return "a link leads back into the folder that it lies in";
        }
        return String.valueOf(cause.getMessage());
    }

    private static Optional<String> read(Path file, Problems problems) {
        Place whole = new Place(file.toString(), 0, 0, "");
        try {
            if (Files.size(file) > MOST_BYTES) {
                problems.error(whole, "the file is larger than 16 MiB", "give the file that you meant");
                return Optional.empty();
            }
            byte[] bytes = Files.readAllBytes(file);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Optional.of(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            problems.error(whole, "the file is not text in UTF-8", "save it as UTF-8");
        } catch (IOException e) {
            problems.error(
                    whole,
                    "the file cannot be read: " + reason(e),
                    "make it a plain file that the user who runs phoenix may read");
        }
        return Optional.empty();
    }
}
