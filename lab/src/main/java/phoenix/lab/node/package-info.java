/**
 * What the lab's API stands on: the node's files, its volumes and its containers, each real or simulated.
 *
 * <p>The API server decides what is allowed and keeps locks and tasks; what is here does as it is told.
 */
@NullMarked
package phoenix.lab.node;

import org.jspecify.annotations.NullMarked;
