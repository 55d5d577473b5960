package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code --report DIR} and {@code --json}: what is left of a run. */
@OnTheSimulatedLab
class ReportSimulatedIT {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Site site;

    @TempDir
    private Path folder;

    ReportSimulatedIT(Site site) {
        this.site = site;
    }

    @Test
    void a_run_is_told_as_events_and_left_as_files() throws IOException {
        PhoenixCommand.Ended ended = run("--json", "--report", report().toString());

        List<JsonNode> events =
                ended.out().lines().map(JsonMapper.shared()::readTree).toList();
        assertThat(events.get(0).path("event").asString()).isEqualTo("run-started");
        assertThat(events.get(events.size() - 1).path("succeeded").asBoolean()).isTrue();
        assertThat(ended.err()).contains("Recap of").contains("Report: " + report().resolve("index.html"));
        assertThat(Files.readString(report().resolve("junit.xml"))).contains("<testsuite name=\"9043 (trouble-9043)\"");
        assertThat(JsonMapper.shared()
                        .readTree(Files.readString(report().resolve("run.json")))
                        .path("steps")
                        .size())
                .isGreaterThan(3);
    }

    @Test
    void the_page_is_whole_in_a_real_browser_and_fits_a_phone() {
        assumeTrue(Files.exists(CHROMIUM), "there is no chromium here");
        run("--report", report().toString());

        String page = browse("--window-size=360,800", "--dump-dom");

        assertThat(page).contains("<h1>Phoenix: done</h1>", "9043 (trouble-9043)", "<details class=\"step\">");
        Path picture = folder.resolve("page.png");
        String said = browse("--window-size=360,800", "--screenshot=" + picture);
        assertThat(picture).isNotEmptyFile();
        assertThat(said).doesNotContain("CONSOLE");
    }

    @Test
    void a_report_that_cannot_be_written_is_refused_before_anything_is_done() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(site.phoenix("--config", FleetFolder.in(folder, site).path(), "--report", file.toString(), "--all")
                        .expect(64)
                        .err())
                .contains("cannot write a report in " + file + ": " + file + " is no folder");
    }

    private PhoenixCommand.Ended run(String... options) {
        try (OneContainer container = new OneContainer(site, folder.resolve("config"), 9043)) {
            container.application("true");
            return PhoenixCommand.run(site.commandEnvironment(), LIMIT, container.commandLine(options))
                    .expect(0);
        }
    }

    private Path report() {
        return folder.resolve("report");
    }

    private String browse(String... options) {
        List<String> argv = new ArrayList<>(List.of(
                CHROMIUM.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--enable-logging=stderr",
                "--user-data-dir=" + folder.resolve("browser")));
        argv.addAll(List.of(options));
        argv.add(report().resolve("index.html").toUri().toString());
        PhoenixCommand.Ended ended = OtherProgram.run(Map.of(), LIMIT, argv, "").expect(0);
        return ended.out() + ended.err();
    }
}
