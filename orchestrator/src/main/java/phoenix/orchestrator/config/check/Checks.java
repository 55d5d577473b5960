package phoenix.orchestrator.config.check;

import java.nio.file.Path;
import phoenix.orchestrator.config.Drafts;
import phoenix.orchestrator.config.GuestDraft;
import phoenix.orchestrator.config.Problems;

/** All checks of a whole configuration. Each takes time in proportion to the number of guests. */
public final class Checks {
    private Checks() {}

    /**
     * Reports what does not fit together.
     *
     * @param folder the configuration's folder, to which the paths of tests are relative
     */
    public static void run(Drafts drafts, Path folder, Problems problems) {
        Lineage lineage = new Lineage(drafts.byId());
        Uniqueness.check(drafts.guests(), problems);
        new Needs(drafts.byId(), problems).check();
        CloneSources sources = new CloneSources(drafts.byId(), lineage, problems);
        NodeNetwork network = new NodeNetwork(drafts.host().network(), problems);
        FeatureNeeds features = new FeatureNeeds(lineage, problems);
        Graphics graphics = new Graphics(drafts, lineage, problems);
        Storages storages = new Storages(drafts.host(), problems);
        Snapshots snapshots = new Snapshots(drafts.host(), problems);
        PortainerRoles roles = new PortainerRoles(lineage, problems);
        TestFiles files = new TestFiles(folder, problems);
        for (GuestDraft guest : drafts.guests()) {
            sources.check(guest);
            network.check(guest);
            features.check(guest);
            graphics.check(guest);
            storages.check(guest);
            snapshots.check(guest);
            roles.check(guest);
            files.check(guest.testFiles());
        }
        snapshots.warnOfNone();
        files.check(drafts.host().testFiles());
        SharedVolumes.check(drafts, problems);
        DataSets.check(drafts.host(), problems);
        Quotas.check(drafts.host(), problems);
        SharedPaths.check(drafts.host(), problems);
        Capacity.check(drafts, problems);
    }
}
