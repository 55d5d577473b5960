package phoenix.cli;

import picocli.CommandLine.Option;

/** What becomes of the guests that need one which is stopped. */
final class DependantOptions {
    @Option(names = "--with-dependants", description = "include the running guests that need these, in their order")
    boolean include;

    @Option(names = "--yes", description = "agree that the guests that need these go on without them")
    boolean yes;
}
