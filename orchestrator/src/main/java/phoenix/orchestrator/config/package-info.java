/**
 * What the user wants: the three files, read whole, checked, and made immutable values with the place each came from.
 *
 * <p>It looks at no node and decides nothing. Start reading at {@link phoenix.orchestrator.config.ConfigLoader}. {@code Json...} and
 * {@code Fields} read values with places; {@code Layers} and {@code Merge} lay guests over profiles and defaults; {@code ...Reader} read
 * one thing each; {@code ...Draft} is what they make of a guest; {@code Clones}, {@code Needs}, {@code Uniqueness}, {@code FeatureNeeds}
 * and {@code HostNetwork} compare guests.
 */
@NullMarked
package phoenix.orchestrator.config;

import org.jspecify.annotations.NullMarked;
