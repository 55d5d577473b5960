/** Files that come with Phoenix: its scripts, schemas and pages. */
@NullMarked
package phoenix.orchestrator.shipped;

import org.jspecify.annotations.NullMarked;
