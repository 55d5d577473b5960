@NullMarked
package phoenix.cli;

import org.jspecify.annotations.NullMarked;
