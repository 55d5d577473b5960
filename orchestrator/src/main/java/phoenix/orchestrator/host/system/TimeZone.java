package phoenix.orchestrator.host.system;

import java.util.List;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.host.Acts;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.OwnValue;
import phoenix.orchestrator.host.Question;
import phoenix.orchestrator.host.Tool;

/** The node's time zone. Absent: left as it is, and told if Phoenix set it. */
public final class TimeZone implements HostKind {
    private static final String LOOK = "look-time-zone.sh";
    private static final OwnValue ZONE = new OwnValue("time zone");

    @Override
    public String name() {
        return "time zone";
    }

    @Override
    public List<Tool> tools(DesiredHost want) {
        return want.system().timeZone() == null ? List.of() : List.of(Tool.of("/usr/share/zoneinfo/UTC", "tzdata"));
    }

    @Override
    public List<Question> questions(DesiredHost want) {
        return List.of(OwnValue.question(), Question.script(TimeZone.class, LOOK, List.of()));
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        String zone = want.system().timeZone();
        String now = facts.labelled(LOOK, "zone");
        if (zone == null) {
            return ZONE.staying(facts, now, "to set another: dpkg-reconfigure tzdata").stream()
                    .toList();
        }
        return List.of(ZONE.compare(HostResource.named("time zone"), "time zone", now, zone)
                .act(Acts.run("ln", "-sfT", "/usr/share/zoneinfo/" + zone, "/etc/localtime"))
                .act(Acts.write("/etc/timezone", zone + "\n", "0644", "root:root", List.of()))
                .done());
    }
}
