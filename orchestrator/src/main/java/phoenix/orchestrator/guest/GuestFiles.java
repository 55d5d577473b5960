package phoenix.orchestrator.guest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import phoenix.orchestrator.desired.Application;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.desired.Feature;
import phoenix.orchestrator.desired.Inputs;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.pve.shell.ShellQuoting;

/** What a script gets to see inside the guest: its own files, the shared helper, and this guest's slice of the configuration. */
public final class GuestFiles {
    /** The shared helper; it lies beside the feature folders. */
    static final String HELPER = "phoenix.sh";

    private static final String SLICE = "guest.json";
    private static final String PARAMETERS = "parameters.json";

    /** Read by {@code errand.sh}, and gone before the script begins. A list of arguments would show the values to every process. */
    private static final String VARIABLES = ".phoenix-environment";

    private GuestFiles() {}

    /** The files of an application script. */
    static SortedMap<String, byte[]> of(DesiredGuest want, Application application, Path helper) {
        SortedMap<String, byte[]> files = start(want, application.parameters(), helper);
        put(files, application.script());
        application.files().forEach(file -> put(files, file));
        return files;
    }

    /** The files of a feature that go to the guest, those in folders of its own included: the feature's digest covers the same. */
    static SortedMap<String, byte[]> of(DesiredGuest want, Feature feature, Path helper) {
        SortedMap<String, byte[]> files = start(want, feature.parameters(), helper);
        List<String> named = feature.files();
        if (named != null) {
            named.forEach(file -> put(files, file, feature.folder().resolve(file)));
            return files;
        }
        try (Stream<Path> found = Files.walk(feature.folder(), FileVisitOption.FOLLOW_LINKS)) {
            found.filter(Files::isRegularFile)
                    .forEach(
                            file -> put(files, feature.folder().relativize(file).toString(), file));
        } catch (IOException e) {
            throw unreadable(feature.folder(), e);
        }
        return files;
    }

    /** The names, for dry-run. */
    static String names(List<Path> own) {
        return String.join(
                ", ", own.stream().map(path -> path.getFileName().toString()).toList());
    }

    /**
     * What every script gets to see.
     *
     * @param inputs the guest's slice of the configuration
     */
    public static SortedMap<String, byte[]> start(Inputs inputs, Path helper) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put(SLICE, inputs.revealed().getBytes(StandardCharsets.UTF_8));
        StringBuilder variables = new StringBuilder();
        inputs.environment()
                .forEach((name, value) -> variables
                        .append("export ")
                        .append(name)
                        .append('=')
                        .append(ShellQuoting.quote(List.of(value)))
                        .append('\n'));
        if (!variables.isEmpty()) {
            files.put(VARIABLES, variables.toString().getBytes(StandardCharsets.UTF_8));
        }
        put(files, helper);
        return files;
    }

    /** @param own what the configuration hands to this script alone */
    private static SortedMap<String, byte[]> start(DesiredGuest want, Inputs own, Path helper) {
        SortedMap<String, byte[]> files = start(want.inputs(), helper);
        if (!own.isEmpty()) {
            files.put(PARAMETERS, own.revealed().getBytes(StandardCharsets.UTF_8));
        }
        return files;
    }

    private static void put(SortedMap<String, byte[]> files, Path file) {
        put(files, file.getFileName().toString(), file);
    }

    private static void put(SortedMap<String, byte[]> files, String name, Path file) {
        try {
            files.put(name, Files.readAllBytes(file));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static StepFailure unreadable(Path file, IOException e) {
        return new StepFailure(
                "cannot read " + file + ": " + e.getMessage(), "see that it is there and may be read, then run again");
    }
}
