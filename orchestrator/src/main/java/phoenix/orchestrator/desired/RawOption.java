package phoenix.orchestrator.desired;

/**
 * A line of LXC's own that Proxmox passes on.
 *
 * @param key {@code lxc.cgroup2.devices.allow}
 * @param value as it is, blanks included
 */
public record RawOption(String key, String value) {
    /** As Proxmox writes it: {@code lxc.mount.auto: proc:rw sys:rw}. */
    @Override
    public String toString() {
        return key + ": " + value;
    }
}
