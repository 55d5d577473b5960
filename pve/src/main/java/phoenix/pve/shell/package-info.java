/**
 * A shell on the node: argument vectors in, exit code and output out. The local machine, a command that leads elsewhere, or OpenSSH.
 *
 * <p>It knows nothing of guests and decides nothing. Start reading at {@link phoenix.pve.shell.NodeShell}.
 */
@NullMarked
package phoenix.pve.shell;

import org.jspecify.annotations.NullMarked;
