package phoenix.orchestrator.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import phoenix.orchestrator.desired.Place;

/** The first line of a script, which names the program that runs it. */
public final class ScriptStart {
    private static final int LONGEST = 256;

    private ScriptStart() {}

    /**
     * Reports a script whose first line ends as Windows ends lines: the kernel takes the carriage return for a part of the program's name, and
     * says no more than that there is no such file.
     *
     * @param what it is, for people
     * @param place where the file names it
     */
    public static void check(Path script, String what, Place place, Problems problems) {
        String start;
        try (InputStream in = Files.newInputStream(script)) {
            start = new String(in.readNBytes(LONGEST), StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            return; // who reads the whole of it says so
        }
        int end = start.indexOf('\n');
        if (start.startsWith("#!") && end > 0 && start.charAt(end - 1) == '\r') {
            problems.error(
                    place,
                    what + " " + script + " has the line ends of Windows, and so names a program that is not there",
                    "write it with those of Linux: sed -i 's/\\r$//' " + script);
        }
    }
}
