package phoenix.orchestrator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.host.HostConsent;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostGraph;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostReader;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.Packages;
import phoenix.orchestrator.host.Question;
import phoenix.orchestrator.host.WipeConsent;
import phoenix.orchestrator.host.device.DevicePassthrough;
import phoenix.orchestrator.host.device.NvidiaDriver;
import phoenix.orchestrator.host.guard.NodeFirewall;
import phoenix.orchestrator.host.guard.Profiles;
import phoenix.orchestrator.host.network.Bridges;
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
import phoenix.orchestrator.host.user.ProxmoxRoles;
import phoenix.orchestrator.host.user.ProxmoxUsers;
import phoenix.orchestrator.host.user.Users;
import phoenix.orchestrator.host.zfs.Cache;
import phoenix.orchestrator.host.zfs.DataSets;
import phoenix.orchestrator.host.zfs.Pools;
import phoenix.orchestrator.host.zfs.Scrub;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Subject;

/**
 * Makes the plan of the node itself. Here the kinds of things on the node that Phoenix manages are listed, in the order in which they are
 * shown; what needs what, their resources say.
 */
public final class HostPlanner {
    private final DesiredHost want;
    private final Set<HostConsent> given;
    private final Pools pools;
    private final List<HostKind> kinds;

    /**
     * Where the node is seen from.
     *
     * @param node its name in Proxmox's paths
     * @param source the address from which we reach its API; empty if we are on the node itself
     */
    public record Standpoint(String node, String source) {}

    /**
     * A planner.
     *
     * @param wipe which disks may be wiped
     * @param given what else was agreed to
     */
    public HostPlanner(DesiredHost want, Standpoint from, WipeConsent wipe, Set<HostConsent> given) {
        this.want = want;
        this.given = Set.copyOf(given);
        this.pools = new Pools(wipe);
        this.kinds = kinds(pools, from);
    }

    /** A further kind is a class and a line here. */
    private static List<HostKind> kinds(Pools pools, Standpoint from) {
        List<HostKind> kinds = List.of(
                new HostName(),
                new TimeZone(),
                new Locale(),
                new Bridges(from.node()),
                new Resolver(),
                new Clock(),
                new Users(),
                new ProxmoxRoles(),
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
                new NodeFirewall(from.node(), from.source()),
                new DevicePassthrough(),
                new NvidiaDriver(),
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
        return HostGraph.plan(kinds, want, facts, given);
    }

    /** What is declared, each thing compared with what is; without what is there and declared no more. Pure. */
    public List<HostResource> declared(HostFacts facts) {
        return compared(facts).stream()
                .filter(resource -> resource.action() != Subject.Action.DELETE)
                .toList();
    }

    /** What has to be agreed to before all of it is done, by what needs it. */
    public Map<String, Set<HostConsent>> consentsMissing(HostFacts facts) {
        Map<String, Set<HostConsent>> missing = new LinkedHashMap<>();
        compared(facts).stream()
                .filter(resource -> resource.refusal().isEmpty())
                .filter(resource -> !resource.missing(given).isEmpty())
                .forEach(resource -> missing.put(
                        resource.name()
                                + resource.changes().stream()
                                        .map(change -> "\n    " + change)
                                        .collect(Collectors.joining()),
                        resource.missing(given)));
        return missing;
    }

    /**
     * Why the node has to be rebooted before all that a run did is in force, by what says so. What failed or was refused says nothing of it: it has
     * to be done first. Of what is declared no more, nothing on the node tells once it is gone.
     */
    public List<String> reboots(HostFacts before, HostFacts after) {
        List<HostResource> now = compared(after);
        Set<String> undone = now.stream()
                .filter(resource -> !resource.isAsDeclared())
                .map(HostResource::name)
                .collect(Collectors.toSet());
        return Stream.concat(
                        compared(before).stream().filter(resource -> resource.action() == Subject.Action.DELETE),
                        now.stream())
                .filter(resource -> !undone.contains(resource.name()))
                .flatMap(resource -> resource.reboots().stream().map(why -> resource.name() + ": " + why))
                .distinct()
                .toList();
    }

    private List<HostResource> compared(HostFacts facts) {
        return kinds.stream()
                .flatMap(kind -> kind.compare(want, facts).stream())
                .toList();
    }

    /** What is shown of each disk that would be wiped if that were confirmed, by its serial number. */
    public Map<String, String> disksToConfirm(HostFacts facts) {
        return pools.unconfirmed(want, facts);
    }
}
