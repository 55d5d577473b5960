/** What firewalls of guests, node and cluster have in common. Start reading at {@link phoenix.orchestrator.firewall.RuleEdit}. */
@NullMarked
package phoenix.orchestrator.firewall;

import org.jspecify.annotations.NullMarked;
