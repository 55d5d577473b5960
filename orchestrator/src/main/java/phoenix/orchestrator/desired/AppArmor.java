package phoenix.orchestrator.desired;

import java.nio.file.Path;

/** What confines a container, in a kernel that has AppArmor. */
public sealed interface AppArmor {
    /** Nothing confines it: {@code lxc.apparmor.profile: unconfined}. */
    record Unconfined() implements AppArmor {}

    /** What Proxmox makes up for it; no line of ours. */
    record Generated() implements AppArmor {}

    /**
     * A profile of the user's.
     *
     * @param name the name that the file declares, which is what a container is bound to
     * @param file on the machine that Phoenix runs on
     * @param digest of the file; eight hexadecimal digits
     * @param nesting whether containers in it may make profiles of their own ({@code lxc.apparmor.allow_nesting})
     */
    record Profile(String name, Path file, String digest, boolean nesting) implements AppArmor {}
}
