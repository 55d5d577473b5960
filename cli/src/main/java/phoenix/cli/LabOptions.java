package phoenix.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import phoenix.lab.Lab;
import phoenix.lab.host.LabName;
import phoenix.lab.host.LabPlace;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Which lab is meant, where one is used. */
final class LabOptions {
    @Option(
            names = "--simulate",
            scope = ScopeType.INHERIT,
            description = "use a lab whose guests are only simulated: no root, no containers, nothing real")
    boolean simulate;

    /** The lab's name; a second name is a second lab. */
    String name() {
        return System.getenv().getOrDefault("PHOENIX_LAB", LabName.DEFAULT.value());
    }

    /** {@code lab 'lab'}, and whether it is only simulated. */
    String label() {
        return (simulate ? "SIMULATED lab '" : "lab '") + name() + "'";
    }

    /** Where a lab with real guests lies. */
    LabPlace place() {
        try {
            return LabPlace.of(new LabName(name()));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "PHOENIX_LAB: " + e.getMessage(),
                    "use a short word, such as " + LabName.DEFAULT.value());
        }
    }

    /** Where a simulated lab keeps its files. */
    Path simulatedFolder() {
        String state =
                System.getenv().getOrDefault("XDG_STATE_HOME", System.getProperty("user.home") + "/.local/state");
        return Path.of(state, "phoenix", "simulated", place().name().value());
    }

    /**
     * Opens the lab to look at it. One that is not there yet is not made for that: what is planned for a new lab is seen on an empty
     * simulated one.
     */
    Lab openToLook(Console console) {
        if (simulate || LabPresence.exists(this)) {
            return open(console, 0);
        }
        console.tell("lab '" + name()
                + "' has not been made yet; this is the plan for a new one, whose template may have another"
                + " version");
        try {
            Path folder = Files.createTempDirectory("phoenix-new-lab-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> LabPresence.remove(folder), "remove-new-lab"));
            return Lab.simulated(folder, 0, console::tell);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder for a moment", e);
        }
    }

    /** Opens the lab; makes it first if it is not there, with what it needs. */
    Lab open(Console console, int port) {
        if (simulate) {
            return Lab.simulated(simulatedFolder(), port, console::tell);
        }
        LabPackages.require(console);
        return Lab.real(place(), port, line -> console.tell("lab: " + line));
    }
}
