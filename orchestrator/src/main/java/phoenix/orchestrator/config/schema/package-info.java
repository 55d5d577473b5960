/**
 * Holds the user's files against their JSON Schemas, and says what is wrong in words for people.
 *
 * <p>The schemas ({@code schemas/} in the source folder) are the one place where keys, types, ranges and spellings are written down:
 * editors, this check and {@code docs/configuration.md} take them from there. What one key means for another, or for the node, is no
 * schema's business and is checked in {@code config}. Start reading at {@link phoenix.orchestrator.config.schema.SchemaCheck}.
 */
@NullMarked
package phoenix.orchestrator.config.schema;

import org.jspecify.annotations.NullMarked;
