/**
 * Tasks: long work that goes on after the call that started it, with a log and an end that can be asked for later.
 *
 * <p>Logs lie where Proxmox keeps them, so that a task's end survives the server; a task whose server died ended
 * {@code unexpected status}. Start reading at {@link phoenix.lab.task.Tasks}.
 */
@NullMarked
package phoenix.lab.task;

import org.jspecify.annotations.NullMarked;
