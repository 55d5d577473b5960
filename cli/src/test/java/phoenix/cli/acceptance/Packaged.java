package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The packaged command's command line. As for its users, an archive of its classes makes it start in half the time: these tests run it
 * some hundreds of times. The archive is made once, by the first run that asks.
 */
final class Packaged {
    static final Path HOME =
            Path.of(System.getProperty("phoenix.home", "..")).toAbsolutePath().normalize();
    private static final Path JAR = HOME.resolve("cli/target/phoenix.jar");
    private static final Path ARCHIVE = HOME.resolve("cli/target/tests.jsa");
    private static final Path STATE = HOME.resolve("cli/target/tests.jsa-state");
    private static final long ARCHIVE_SECONDS = 120;

    private Packaged() {}

    /** The words that start it; its own arguments follow. */
    static List<String> command() {
        return java(Archive.OPTION);
    }

    static boolean isThere() {
        return Files.exists(JAR);
    }

    private static List<String> java(String option) {
        return List.of(
                "java",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                option,
                "-Dphoenix.home=" + HOME,
                "-jar",
                JAR.toString());
    }

    /** Made when it is first asked for, once. Where that fails, Java starts without it. */
    private static final class Archive {
        private static final String OPTION = make();

        private static String make() {
            assertThat(JAR)
                    .as("the packaged command; 'mvn verify' makes it before these tests")
                    .exists();
            List<String> argv = new ArrayList<>(java("-XX:ArchiveClassesAtExit=" + ARCHIVE));
            argv.addAll(List.of("--simulate", "--all", "--dry-run", "--config"));
            argv.add(HOME.resolve("examples/quickstart").toString());
            ProcessBuilder run =
                    new ProcessBuilder(argv).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
            run.environment().keySet().removeIf(name -> name.startsWith("PROXMOX_VE_") || name.startsWith("PHOENIX_"));
            run.environment().put("XDG_STATE_HOME", STATE.toString());
            run.environment().put("PHOENIX_LOG_DIR", PhoenixCommand.LOGS.toString());
            try {
                Files.deleteIfExists(ARCHIVE);
                run.start().waitFor(ARCHIVE_SECONDS, TimeUnit.SECONDS);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot start the packaged command", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return "-XX:SharedArchiveFile=" + ARCHIVE;
        }
    }
}
