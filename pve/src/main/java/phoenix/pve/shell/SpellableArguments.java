package phoenix.pve.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Arguments in a form in which Java can hand them to the system.
 *
 * <p>Java writes arguments in the locale's encoding and puts {@code ?} for what that lacks. Under the locale {@code C} this would
 * garble every name that is not ASCII, so there the arguments go through a file that only we can read, as UTF-8, quoted, and {@code sh} reads it.
 */
final class SpellableArguments implements AutoCloseable {
    private final List<String> argv;
    private final @Nullable Path file;

    private SpellableArguments(List<String> argv, @Nullable Path file) {
        this.argv = argv;
        this.file = file;
    }

    static SpellableArguments of(List<String> argv) {
        return of(argv, Charset.defaultCharset());
    }

    static SpellableArguments of(List<String> argv, Charset charset) {
        CharsetEncoder encoder = charset.newEncoder();
        if (argv.stream().allMatch(encoder::canEncode)) {
            return new SpellableArguments(argv, null);
        }
        try {
            Path file = Files.createTempFile("phoenix-arguments", ".sh"); // mode 600
            Files.write(file, ("exec " + ShellQuoting.quote(argv) + "\n").getBytes(StandardCharsets.UTF_8));
            return new SpellableArguments(List.of("sh", file.toString()), file);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write the arguments of " + argv.get(0) + " into a temporary file", e);
        }
    }

    List<String> argv() {
        return argv;
    }

    @Override
    public void close() {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot delete the temporary file " + file, e);
            }
        }
    }
}
