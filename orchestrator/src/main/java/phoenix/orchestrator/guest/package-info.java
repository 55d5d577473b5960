/**
 * The inside of a guest: programs run there by argument vector, and scripts run with what they need and nothing else.
 *
 * <p>Start reading at {@link phoenix.orchestrator.guest.GuestShell}, then {@link phoenix.orchestrator.guest.Errand}.
 */
@NullMarked
package phoenix.orchestrator.guest;

import org.jspecify.annotations.NullMarked;
