package phoenix.cli.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A copy of {@code examples/quickstart} for a lab with a network of its own. */
final class Quickstart {
    private static final Path ORIGINAL =
            Path.of(System.getProperty("phoenix.home", "..")).resolve("examples/quickstart");

    private Quickstart() {}

    static void copy(Path folder, Site site) {
        try (Stream<Path> tree = Files.walk(ORIGINAL)) {
            List<Path> files = tree.filter(Files::isRegularFile).toList();
            for (Path file : files) {
                Path target = folder.resolve(ORIGINAL.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.writeString(target, Files.readString(file).replace("10.186.0.", site.network() + "."));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + ORIGINAL, e);
        }
    }
}
