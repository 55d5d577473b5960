/**
 * What must hold for every fleet, tried on random ones against a simulated node over its real API: start at {@link
 * phoenix.cli.laws.FleetLawsTest}.
 */
@NullMarked
package phoenix.cli.laws;

import org.jspecify.annotations.NullMarked;
