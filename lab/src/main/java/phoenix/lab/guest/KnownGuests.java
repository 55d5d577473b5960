package phoenix.lab.guest;

import java.util.List;
import java.util.Map;
import phoenix.pve.VmId;

/** What the cluster's own endpoints know of guests of either kind. */
public interface KnownGuests {
    /** Every guest's state in the words of the API, by number; {@code type} is {@code lxc} or {@code qemu}. */
    Map<VmId, Map<String, Object>> all();

    /** The lock and the tags of a guest, as its file has them now. */
    Map<String, Object> lockAndTags(VmId id);

    List<VmId> ids();

    boolean knows(VmId id);

    /** A figure as JSON has it: whole numbers without a fraction. */
    static Number plain(double figure) {
        return figure == Math.rint(figure) ? (Number) (long) figure : (Number) figure;
    }

    /** {@code lxc} or {@code qemu}. */
    default String type(VmId id) {
        return "lxc";
    }
}
