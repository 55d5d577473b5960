/**
 * What the user wants: the three files, read whole, checked, and made immutable values with the place each came from.
 *
 * <p>It looks at no node and decides nothing. Start reading at {@link phoenix.orchestrator.config.Fleet} for what comes out, and at
 * {@link phoenix.orchestrator.config.ConfigLoader} for how. {@code Json...} and {@code Fields} read values with places;
 * {@code ContainerReader} reads one container; {@code Clones}, {@code Needs}, {@code Uniqueness}, {@code FeatureNeeds} and
 * {@code HostNetwork} compare containers.
 */
@NullMarked
package phoenix.orchestrator.config;

import org.jspecify.annotations.NullMarked;
