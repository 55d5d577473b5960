/** The packaged command, driven as a user drives it: on a simulated lab, on a real one, or on the Proxmox node that the environment names. */
@NullMarked
package phoenix.cli.acceptance;

import org.jspecify.annotations.NullMarked;
