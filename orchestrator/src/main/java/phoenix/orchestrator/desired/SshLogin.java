package phoenix.orchestrator.desired;

/**
 * How the node gets into a VM that has no guest agent.
 *
 * @param user who may become root there without a password
 * @param address of the VM's first network
 */
public record SshLogin(String user, String address) {
    /** {@code admin@10.0.0.20}. */
    @Override
    public String toString() {
        return user + "@" + address;
    }
}
