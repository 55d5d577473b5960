package phoenix.pve.api;

import phoenix.pve.GuestKind;
import phoenix.pve.VmId;

/**
 * Where the API keeps a guest.
 *
 * @param label for people, such as {@code VM 8001 (docker)}; the purpose that errors name is made of it
 */
public record GuestPath(GuestKind kind, String node, VmId id, String label) {
    /** The path of the guest itself. */
    String itself() {
        return NodeApi.path(node) + "/" + kind.apiName() + "/" + id;
    }

    /** A path below the guest. */
    String to(String rest) {
        return itself() + "/" + rest;
    }
}
