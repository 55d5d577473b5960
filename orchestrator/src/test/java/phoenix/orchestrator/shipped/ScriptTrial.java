package phoenix.orchestrator.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Runs scripts that Phoenix ships, with stand-ins for programs that would touch the machine first on the search path. */
public final class ScriptTrial {
    private final Path bin;
    private final Map<String, String> environment;

    /**
     * A trial without stand-ins yet.
     *
     * @param folder where the stand-ins are put
     * @param environment variables that they read
     */
    public ScriptTrial(Path folder, Map<String, String> environment) throws IOException {
        this.bin = Files.createDirectories(folder.resolve("bin"));
        this.environment = Map.copyOf(environment);
    }

    /**
     * Puts a script in the place of a program. Another process writes it: what this process wrote would still be open for writing in a process that
     * another test is starting, and then a "Text file busy" to whoever runs it.
     */
    public void standIn(String program, String text) throws IOException, InterruptedException {
        Process install = new ProcessBuilder(
                        "install",
                        "-m",
                        "755",
                        "/dev/stdin",
                        bin.resolve(program).toString())
                .start();
        try (OutputStream script = install.getOutputStream()) {
            script.write(text.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(install.waitFor()).isEqualTo(0);
    }

    /** What a script that lies beside a class prints, on both streams, and its exit code where that is not 0. */
    public List<String> run(Class<?> beside, String file, String input, String... arguments)
            throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c", ShippedFile.text(beside, file), "phoenix"));
        argv.addAll(Arrays.asList(arguments));
        ProcessBuilder script = new ProcessBuilder(argv).redirectErrorStream(true);
        script.environment().merge("PATH", bin.toString(), (path, first) -> first + ":" + path);
        script.environment().putAll(environment);
        Process process = script.start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        return (code == 0 ? said : said + "exit code " + code).lines().toList();
    }
}
