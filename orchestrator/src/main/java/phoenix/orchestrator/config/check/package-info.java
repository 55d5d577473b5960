/**
 * Checks of the whole configuration: guest against guest, guest against host. What a single guest or section can get wrong by itself is
 * found when it is read.
 *
 * <p>Each class is one subject. All of them see drafts, in which what was wrong by itself is missing, so that nothing is reported
 * twice. Start reading at {@link phoenix.orchestrator.config.check.Checks}.
 */
@NullMarked
package phoenix.orchestrator.config.check;

import org.jspecify.annotations.NullMarked;
