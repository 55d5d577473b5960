package phoenix.orchestrator.actual;

/**
 * What the ways to the node allow.
 *
 * @param shell whether there is a shell on it, where Phoenix is root
 * @param rootApi whether the API's calls are made as {@code root@pam} itself
 */
public record Access(boolean shell, boolean rootApi) {
    /** Whether options can be set that Proxmox gives to {@code root@pam} alone; the shell can, because {@code pvesh} on it is root. */
    public boolean rootOptions() {
        return shell || rootApi;
    }
}
