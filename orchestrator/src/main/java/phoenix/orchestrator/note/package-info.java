/**
 * What Phoenix did to a guest, written on the guest, where Proxmox keeps it: in its notes, in the descriptions of its snapshots, and
 * as a digest in its tags.
 *
 * <p>It is a memory, not the truth. Start reading at {@link phoenix.orchestrator.note.Note}, then {@link phoenix.orchestrator.note.Memory}.
 */
@NullMarked
package phoenix.orchestrator.note;

import org.jspecify.annotations.NullMarked;
