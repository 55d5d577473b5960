package phoenix.pve;

/** The two kinds of guest, with the names that Proxmox's API gives them. */
public enum GuestKind {
    CONTAINER("lxc", "lxc", "container"),
    VM("qemu", "qemu-server", "VM");

    private final String apiName;
    private final String folder;
    private final String word;

    GuestKind(String apiName, String folder, String word) {
        this.apiName = apiName;
        this.folder = folder;
        this.word = word;
    }

    /** The path element of the API and the {@code type} in {@code /cluster/resources}: {@code lxc} or {@code qemu}. */
    public String apiName() {
        return apiName;
    }

    /** The folder of the configuration files below {@code /etc/pve/nodes/<node>}: {@code lxc} or {@code qemu-server}. */
    public String folder() {
        return folder;
    }

    /** The word for people. */
    @Override
    public String toString() {
        return word;
    }
}
