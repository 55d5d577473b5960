/**
 * The client of Proxmox VE's API: requests as values, two ways to send them (HTTPS, and {@code pvesh} on a shell), tasks, errors.
 *
 * <p>It decides nothing: what is asked for, and what to do about an answer, is its caller's. Start reading at
 * {@link phoenix.pve.api.PveClient}.
 */
@NullMarked
package phoenix.pve.api;

import org.jspecify.annotations.NullMarked;
