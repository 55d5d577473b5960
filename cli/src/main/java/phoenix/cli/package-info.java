/**
 * The command: arguments in, console and exit code out. It wires the rest together and decides nothing.
 *
 * <p>Start reading at {@link phoenix.cli.Phoenix}.
 */
@NullMarked
package phoenix.cli;

import org.jspecify.annotations.NullMarked;
