/**
 * A node whose guests are only simulated: its files and its state machine are real, its processes are not.
 *
 * <p>For tests of scale, and for machines that cannot run containers. All state lies in files, so it survives the process. Start
 * reading at {@link phoenix.lab.simulated.SimulatedNode}.
 */
@NullMarked
package phoenix.lab.simulated;

import org.jspecify.annotations.NullMarked;
