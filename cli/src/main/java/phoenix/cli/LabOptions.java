package phoenix.cli;

import picocli.CommandLine.Option;

/** Which lab is meant, where one is used. */
final class LabOptions {
    @Option(
            names = "--simulate",
            description = "use a lab whose guests are only simulated: no root, no containers, nothing real")
    boolean simulate;

    /** The lab's name; a second name is a second lab. */
    String name() {
        return System.getenv().getOrDefault("PHOENIX_LAB", "lab");
    }
}
