package phoenix.orchestrator.plan;

/** What a change does to a guest that is at work, from harmless to fatal. */
public enum Impact {
    /** Nothing that the guest's work would notice. */
    NONE,
    /** It takes effect at once, while the guest runs. */
    LIVE,
    /** It takes effect when the guest is restarted. */
    RESTART,
    /** The guest has to be made anew from its source; what it wrote to its root volume since is lost. */
    RECREATE,
    /** Data is deleted. */
    DATA_LOSS,
    /** Proxmox cannot do it. */
    REFUSED;

    /** In words: {@code data loss}. */
    @Override
    public String toString() {
        return switch (this) {
            case NONE -> "none";
            case LIVE -> "live";
            case RESTART -> "restart";
            case RECREATE -> "re-create";
            case DATA_LOSS -> "data loss";
            case REFUSED -> "refused";
        };
    }
}
