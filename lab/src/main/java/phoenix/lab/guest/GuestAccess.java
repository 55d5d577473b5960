package phoenix.lab.guest;

import phoenix.pve.VmId;

/** What the access rules know about guests. */
public interface GuestAccess {
    /** Forgets the rules and the pool of a guest that is deleted. */
    void forget(VmId id);

    /** Makes a new guest a member of a pool. */
    void addToPool(VmId id, String pool);
}
