/** Files that are written whole or not at all, and their digests. */
@NullMarked
package phoenix.lab.files;

import org.jspecify.annotations.NullMarked;
