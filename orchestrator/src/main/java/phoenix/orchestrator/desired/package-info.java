/**
 * What the user wants, as values: made by {@code config} from the files, compared with what is by the planners.
 *
 * <p>It reads no files and knows no JSON. A part that is null is not managed: it is never compared and never sent. Start reading at
 * {@link phoenix.orchestrator.desired.Fleet}, then {@link phoenix.orchestrator.desired.DesiredContainer}.
 */
@NullMarked
package phoenix.orchestrator.desired;

import org.jspecify.annotations.NullMarked;
