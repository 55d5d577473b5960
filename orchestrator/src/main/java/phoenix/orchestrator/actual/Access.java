package phoenix.orchestrator.actual;

import java.util.Optional;

/**
 * What the ways to the node allow.
 *
 * @param shell whether there is a shell on it, where Phoenix is root
 * @param rootApi whether the API's calls are made as {@code root@pam} itself
 * @param publicKey the SSH key of root on the node; empty if nobody needed to know, or there is none
 */
public record Access(boolean shell, boolean rootApi, Optional<String> publicKey) {
    public Access(boolean shell, boolean rootApi) {
        this(shell, rootApi, Optional.empty());
    }

    /** Whether options can be set that Proxmox gives to {@code root@pam} alone; the shell can, because {@code pvesh} on it is root. */
    public boolean rootOptions() {
        return shell || rootApi;
    }
}
