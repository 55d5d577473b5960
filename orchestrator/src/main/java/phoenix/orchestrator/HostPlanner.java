package phoenix.orchestrator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostGraph;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostReader;
import phoenix.orchestrator.host.Packages;
import phoenix.orchestrator.host.Question;
import phoenix.orchestrator.host.WipeConsent;
import phoenix.orchestrator.host.device.DevicePassthrough;
import phoenix.orchestrator.host.guard.NodeFirewall;
import phoenix.orchestrator.host.guard.Profiles;
import phoenix.orchestrator.host.own.OwnSteps;
import phoenix.orchestrator.host.share.Exports;
import phoenix.orchestrator.host.share.SambaShares;
import phoenix.orchestrator.host.share.SambaUsers;
import phoenix.orchestrator.host.share.SharedFolders;
import phoenix.orchestrator.host.storage.Storages;
import phoenix.orchestrator.host.system.Clock;
import phoenix.orchestrator.host.system.HostName;
import phoenix.orchestrator.host.system.Locale;
import phoenix.orchestrator.host.system.Repositories;
import phoenix.orchestrator.host.system.Resolver;
import phoenix.orchestrator.host.system.TimeZone;
import phoenix.orchestrator.host.user.Folders;
import phoenix.orchestrator.host.user.ProxmoxUsers;
import phoenix.orchestrator.host.user.Users;
import phoenix.orchestrator.host.zfs.Cache;
import phoenix.orchestrator.host.zfs.DataSets;
import phoenix.orchestrator.host.zfs.Pools;
import phoenix.orchestrator.host.zfs.Scrub;
import phoenix.orchestrator.plan.Plan;

/**
 * Makes the plan of the node itself. Here the kinds of things on the node that Phoenix manages are listed, in the order in which they are
 * shown; what needs what, their resources say.
 */
public final class HostPlanner {
    private final DesiredHost want;
    private final Pools pools;
    private final List<HostKind> kinds;

    /** @param wipe which disks may be wiped */
    public HostPlanner(DesiredHost want, WipeConsent wipe) {
        this.want = want;
        this.pools = new Pools(wipe);
        this.kinds = kinds(pools);
    }

    /** A further kind is a class and a line here. */
    private static List<HostKind> kinds(Pools pools) {
        List<HostKind> kinds = List.of(
                new HostName(),
                new TimeZone(),
                new Locale(),
                new Resolver(),
                new Clock(),
                new Users(),
                new ProxmoxUsers(),
                pools,
                new DataSets(),
                new Cache(),
                new Scrub(),
                new Storages(),
                new Folders(),
                new SharedFolders(),
                new Exports(),
                new SambaUsers(),
                new SambaShares(),
                new Profiles(),
                new NodeFirewall(),
                new DevicePassthrough(),
                new OwnSteps());
        List<HostKind> all = new ArrayList<>(List.of(new Repositories(), new Packages(kinds)));
        all.addAll(kinds);
        return all;
    }

    /** What has to be asked before {@link #plan}. */
    public List<Question> questions() {
        return HostReader.questions(kinds, want);
    }

    /** Plans the way from what is to what is wanted. Pure. */
    public Plan plan(HostFacts facts) {
        return HostGraph.plan(kinds, want, facts);
    }

    /** What is shown of each disk that would be wiped if that were confirmed, by its serial number. */
    public Map<String, String> disksToConfirm(HostFacts facts) {
        return pools.unconfirmed(want, facts);
    }
}
