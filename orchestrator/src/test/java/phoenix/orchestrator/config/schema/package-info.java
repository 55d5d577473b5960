/** Tests of the schemas as documents; what the check says is tested in {@code config}. */
@NullMarked
package phoenix.orchestrator.config.schema;

import org.jspecify.annotations.NullMarked;
