/** How long planning takes, beside the least that it could take: run by {@code bench/run}. */
@NullMarked
package phoenix.cli.bench;

import org.jspecify.annotations.NullMarked;
