package phoenix.orchestrator.host.system;

import java.time.Duration;
import java.util.List;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.host.Acts;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.Question;
import phoenix.orchestrator.host.Tool;

/** The node's locale: made if it is not there, and the one that log-ins get. */
public final class Locale implements HostKind {
    private static final String LOOK = "look-locale.sh";

    @Override
    public String name() {
        return "locale";
    }

    @Override
    public List<Tool> tools(DesiredHost want) {
        return want.system().locale() == null ? List.of() : List.of(Tool.of("locale-gen", "locales"));
    }

    @Override
    public List<Question> questions(DesiredHost want) {
        return List.of(Question.script(Locale.class, LOOK, List.of()));
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        String wanted = want.system().locale();
        if (wanted == null) {
            return List.of();
        }
        boolean there = facts.lines(LOOK).contains("locale " + spelled(wanted));
        return List.of(HostResource.named("locale")
                .compare("locale made", there ? wanted : "", wanted)
                .compare("locale of log-ins", facts.labelled(LOOK, "default"), wanted)
                .act(Acts.script(Locale.class, "set-locale.sh", Duration.ofMinutes(3), "", List.of(wanted)))
                .done());
    }

    /** As {@code locale -a} prints it. */
    private static String spelled(String locale) {
        return locale.replace("UTF-8", "utf8");
    }
}
