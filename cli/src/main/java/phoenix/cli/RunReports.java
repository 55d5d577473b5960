package phoenix.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.report.EventJson;
import phoenix.orchestrator.report.JUnitXml;
import phoenix.orchestrator.report.RunPage;
import phoenix.orchestrator.report.RunRecord;
import phoenix.orchestrator.run.RunEvent;

/** Gives a run's events to all who render them: the screen, the stream of JSON, and the report's files at the end. */
final class RunReports implements RunEvent.Listener {
    private final RunView view;
    private final Console console;
    private final boolean stream;
    private final @Nullable Path folder;
    private final RunRecord record;
    private final Clock clock;

    /**
     * @param stream whether each event is a line of JSON on standard output
     * @param folder where the report's files are put; null for none
     */
    RunReports(RunView view, Console console, boolean stream, @Nullable Path folder, Clock clock) {
        this.view = view;
        this.console = console;
        this.stream = stream;
        this.folder = folder;
        this.clock = clock;
        this.record = new RunRecord(clock);
    }

    /**
     * Sees, before anything is done, that the report can be written at the end.
     *
     * @throws CommandFailure if its folder cannot be made
     */
    static void prepare(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw unwritable(folder, FileTrouble.reason(e));
        }
        if (!Files.isWritable(folder)) {
            throw unwritable(folder, "permission denied");
        }
    }

    @Override
    public void on(RunEvent event) {
        view.on(event);
        if (folder != null) {
            record.on(event);
        }
        if (stream) {
            console.result(EventJson.line(event, clock.instant()));
        }
    }

    /** Writes the report's files, if they were asked for. Call it when the run has ended. */
    void write(String where) {
        if (folder == null) {
            return;
        }
        try {
            Files.writeString(folder.resolve("junit.xml"), JUnitXml.of(record));
            Files.writeString(folder.resolve("run.json"), EventJson.document(record) + "\n");
            Path page = Files.writeString(folder.resolve("index.html"), RunPage.of(record, where));
            console.tell("Report: " + page);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the report in " + folder, e);
        }
    }

    private static CommandFailure unwritable(Path folder, String why) {
        return new CommandFailure(
                ExitCode.USAGE, "cannot write a report in " + folder + ": " + why, "name another folder with --report");
    }
}
