package phoenix.orchestrator.host.system;

import java.util.List;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.host.Acts;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.Question;
import phoenix.orchestrator.host.Tool;

/** The node's time zone. Absent: left as it is. */
public final class TimeZone implements HostKind {
    private static final String LOOK = "look-time-zone.sh";

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
        return List.of(Question.script(TimeZone.class, LOOK, List.of()));
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        String zone = want.system().timeZone();
        if (zone == null) {
            return List.of();
        }
        return List.of(HostResource.named("time zone")
                .compare("time zone", facts.labelled(LOOK, "zone"), zone)
                .act(Acts.run("ln", "-sfT", "/usr/share/zoneinfo/" + zone, "/etc/localtime"))
                .act(Acts.write("/etc/timezone", zone + "\n", "0644", "root:root", List.of()))
                .done());
    }
}
