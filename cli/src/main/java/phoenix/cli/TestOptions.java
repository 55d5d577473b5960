package phoenix.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that ask for tests. */
final class TestOptions {
    @Option(
            names = "--test",
            paramLabel = "SUITE",
            description = "run a test suite of the files: of the guests that are named, of the host ('host' in place of"
                    + " an ID), else of all")
    private @Nullable String suite;

    @Option(
            names = "--smoke-test",
            description = "see in seconds whether the node and every guest are well; changes nothing")
    private boolean smokeTest;

    @Option(names = "--with-tests", description = "after a run, run every suite of the guests that are named")
    private boolean withTests;

    @Nullable String suite() {
        return suite;
    }

    boolean smokeTest() {
        return smokeTest;
    }

    boolean withTests() {
        return withTests;
    }

    /** Whether nothing but tests is asked for. */
    boolean only() {
        return suite != null || smokeTest;
    }
}
