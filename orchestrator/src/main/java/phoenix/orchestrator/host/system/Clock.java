package phoenix.orchestrator.host.system;

import java.util.List;
import java.util.stream.Collectors;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.host.Acts;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.NodeFiles;
import phoenix.orchestrator.host.OwnFile;
import phoenix.orchestrator.host.Question;
import phoenix.orchestrator.host.Tool;

/** Time servers for chrony, in a file of Phoenix's own; the distribution's file is left as it is. */
public final class Clock implements HostKind {
    private static final String FILES = "files-of-chrony";
    private static final OwnFile FILE = OwnFile.at("/etc/chrony/sources.d/phoenix.sources");

    @Override
    public String name() {
        return "clock";
    }

    @Override
    public List<Tool> tools(DesiredHost want) {
        return want.system().timeServers().isEmpty() ? List.of() : List.of(Tool.of("chronyd", "chrony"));
    }

    @Override
    public List<Question> questions(DesiredHost want) {
        return List.of(NodeFiles.question(FILES, List.of(FILE.path())));
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        NodeFiles files = NodeFiles.of(facts, FILES);
        HostResource.Draft draft = HostResource.named("clock");
        List<String> servers = want.system().timeServers();
        if (servers.isEmpty()) {
            return FILE.remove(draft, files) ? List.of(reloaded(draft)) : List.of();
        }
        FILE.compare(
                draft,
                files,
                servers.stream().map(server -> "server " + server + " iburst\n").collect(Collectors.joining()));
        return List.of(reloaded(draft));
    }

    private static HostResource reloaded(HostResource.Draft draft) {
        return draft.act(Acts.script(Clock.class, "reload-chrony.sh", java.time.Duration.ofMinutes(1), "", List.of()))
                .done();
    }
}
