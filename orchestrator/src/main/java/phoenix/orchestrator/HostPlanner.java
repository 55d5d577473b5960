package phoenix.orchestrator;

import java.util.ArrayList;
import java.util.List;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostGraph;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostReader;
import phoenix.orchestrator.host.Packages;
import phoenix.orchestrator.host.Question;
import phoenix.orchestrator.host.WipeConsent;
import phoenix.orchestrator.host.system.TimeZone;
import phoenix.orchestrator.plan.Plan;

/**
 * Makes the plan of the node itself. Here the kinds of things on the node that Phoenix manages are listed, in the order in which they are
 * shown; what needs what, their resources say.
 */
public final class HostPlanner {
    private final DesiredHost want;
    private final List<HostKind> kinds;

    /** @param wipe which disks may be wiped */
    public HostPlanner(DesiredHost want, WipeConsent wipe) {
        this.want = want;
        this.kinds = kinds();
    }

    /** A further kind is a class and a line here. */
    private static List<HostKind> kinds() {
        List<HostKind> kinds = List.of(new TimeZone());
        List<HostKind> all = new ArrayList<>(List.of(new Packages(kinds)));
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
}
