/** Files that are written whole or not at all. */
@NullMarked
package phoenix.lab.files;

import org.jspecify.annotations.NullMarked;
