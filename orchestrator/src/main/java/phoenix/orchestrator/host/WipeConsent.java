package phoenix.orchestrator.host;

import java.util.Set;

/**
 * What has been agreed to about disks that hold something.
 *
 * @param asked whether disks of pools that do not exist yet shall be wiped at all
 * @param serials the disks for which that was confirmed, by their serial numbers
 */
public record WipeConsent(boolean asked, Set<String> serials) {
    public static final WipeConsent NONE = new WipeConsent(false, Set.of());

    public WipeConsent {
        serials = Set.copyOf(serials);
    }
}
