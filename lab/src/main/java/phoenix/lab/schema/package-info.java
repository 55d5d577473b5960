/**
 * Proxmox's parameter schema: what a parameter may be, how a value is checked, and in which words a wrong one is refused.
 *
 * <p>A parameter is described in the words of Proxmox's own published schema, so that the two can be compared. Nothing here knows
 * HTTP. Start reading at {@link phoenix.lab.schema.Param} and {@link phoenix.lab.schema.Parameters#problems}.
 *
 * @see "PVE source: PVE/JSONSchema.pm"
 */
@NullMarked
package phoenix.lab.schema;

import org.jspecify.annotations.NullMarked;
