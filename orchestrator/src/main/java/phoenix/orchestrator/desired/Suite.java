package phoenix.orchestrator.desired;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Tests that are run together.
 *
 * @param afterProvision whether they run by themselves after something was done to the guest
 */
public record Suite(String name, boolean afterProvision, List<Test> tests) {
    public Suite {
        tests = List.copyOf(tests);
    }

    /**
     * One test.
     *
     * @param name for people
     * @param limit how long one try may take
     * @param within for how long it is tried again before it has failed; zero for one try
     * @param interval between two tries
     */
    public record Test(String name, Work work, Duration limit, Duration within, Duration interval) {}

    /** What a test does. */
    public sealed interface Work {
        /** Asks once. */
        record Ask(HealthCheck.Probe probe) implements Work {}

        /**
         * Runs a script; exit code 0 is success.
         *
         * @param file where it is
         */
        record Script(Path file, List<String> arguments) implements Work {
            public Script {
                arguments = List.copyOf(arguments);
            }
        }
    }
}
