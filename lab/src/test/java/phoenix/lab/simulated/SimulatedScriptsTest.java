package phoenix.lab.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedScriptsTest {
    private static final int NODES = 600;
    private static final int AT_ONCE = 16;

    /** A process has what was open for writing when it was started, for a moment; the kernel runs no program that is. */
    @Test
    void the_first_script_of_each_of_many_nodes_runs_while_others_are_being_made(@TempDir Path folder) {
        ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<CompletableFuture<String>> said = IntStream.range(0, NODES)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> first(folder.resolve("node" + i)), workers))
                    .toList();

            assertThat(said).allSatisfy(one -> assertThat(one.join()).isEqualTo("ran"));
        } finally {
            workers.shutdownNow();
        }
    }

    private static String first(Path folder) {
        try {
            Path root = Files.createDirectories(folder.resolve("root"));
            return new SimulatedScripts(root)
                    .exec(List.of("/bin/sh", "-c", "printf ran"), new byte[0])
                    .stdout();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
