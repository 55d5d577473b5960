/**
 * What people look at between two runs: an overview of every guest, a picture of the fleet, a guest's configuration written down from
 * what is there. It reads values and makes text; it asks no node and plans nothing.
 *
 * <p>Start reading at {@link phoenix.orchestrator.report.Overview}, {@link phoenix.orchestrator.report.FleetGraph} and {@link
 * phoenix.orchestrator.report.Export}.
 */
@NullMarked
package phoenix.orchestrator.report;

import org.jspecify.annotations.NullMarked;
