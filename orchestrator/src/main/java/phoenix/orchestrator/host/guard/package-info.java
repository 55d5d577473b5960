/** What protects the node: AppArmor and the firewall. Each class is one {@link phoenix.orchestrator.host.HostKind}. */
@NullMarked
package phoenix.orchestrator.host.guard;

import org.jspecify.annotations.NullMarked;
