package phoenix.cli.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A copy of a folder of {@code examples} for a lab with a network of its own. */
final class ExampleCopy {
    private static final Path EXAMPLES =
            Path.of(System.getProperty("phoenix.home", "..")).resolve("examples");

    private ExampleCopy() {}

    static void of(String example, Path folder, Site site) {
        Path original = EXAMPLES.resolve(example);
        try (Stream<Path> tree = Files.walk(original)) {
            List<Path> files = tree.filter(Files::isRegularFile).toList();
            for (Path file : files) {
                Path target = folder.resolve(original.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.writeString(target, Files.readString(file).replace("10.186.0.", site.network() + "."));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + original, e);
        }
    }
}
