/**
 * What the user wants: the three files, read whole, checked, and made immutable values with the place each came from.
 *
 * <p>It looks at no node and decides nothing. Start reading at {@link phoenix.orchestrator.config.Fleet}.
 */
@NullMarked
package phoenix.orchestrator.config;

import org.jspecify.annotations.NullMarked;
