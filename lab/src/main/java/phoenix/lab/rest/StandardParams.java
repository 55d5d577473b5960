package phoenix.lab.rest;

import phoenix.lab.schema.Param;

/** Parameters that many endpoints share. */
public final class StandardParams {
    private StandardParams() {}

    public static Param node() {
        return Param.string("node").format("pve-node");
    }

    public static Param vmid() {
        return vmid("vmid");
    }

    public static Param vmid(String name) {
        return Param.integer(name).format("pve-vmid").minimum(100).maximum(999_999_999);
    }

    public static Param storage() {
        return Param.string("storage").format("pve-storage-id");
    }

    public static Param snapshot() {
        return Param.string("snapname").format("pve-configid").maxLength(40);
    }

    public static Param digest() {
        return Param.string("digest").optional().maxLength(40);
    }
}
