package phoenix.lab.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedCloudImagesTest {
    private static final int ROUNDS = 2_000;

    @Test
    void who_finds_an_image_that_another_is_making_finds_all_of_it(@TempDir Path folder) throws Exception {
        Path image = folder.resolve("debian-12-cloud-amd64.qcow2");
        CompletableFuture<Void> maker = CompletableFuture.runAsync(() -> makeAgainAndAgain(image));
        Set<Integer> sizes = new TreeSet<>();
        while (!maker.isDone()) {
            try {
                sizes.add(Files.readAllBytes(image).length);
            } catch (NoSuchFileException notYet) {
                Thread.onSpinWait();
            }
        }
        maker.get();

        assertThat(sizes).hasSize(1).doesNotContain(0);
    }

    private static void makeAgainAndAgain(Path image) {
        SimulatedCloudImages images = new SimulatedCloudImages();
        try {
            for (int i = 0; i < ROUNDS; i++) {
                images.make(image.getFileName().toString(), image, line -> {});
                Files.delete(image);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
