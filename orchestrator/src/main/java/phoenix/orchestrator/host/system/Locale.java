package phoenix.orchestrator.host.system;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.host.Acts;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.Made;
import phoenix.orchestrator.host.OwnValue;
import phoenix.orchestrator.host.Question;
import phoenix.orchestrator.host.Tool;

/** The node's locale: made if it is not there, and the one that log-ins get. */
public final class Locale implements HostKind {
    private static final String LOOK = "look-locale.sh";
    private static final Made MADE = new Made("locales");
    private static final OwnValue OF_LOGINS = new OwnValue("locale of log-ins");

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
        return List.of(OwnValue.question(), Question.script(Locale.class, LOOK, List.of()));
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        String wanted = want.system().locale();
        String now = facts.labelled(LOOK, "default");
        List<HostResource> resources = new ArrayList<>();
        MADE.in(facts).stream()
                .filter(locale -> !locale.equals(wanted) && isThere(locale, facts))
                .forEach(locale -> resources.add(HostResource.staying(
                        "locale " + locale,
                        "declared no more, and stays, for others may use it; to remove it: take its line out of"
                                + " /etc/locale.gen and run locale-gen")));
        if (wanted == null) {
            OF_LOGINS
                    .staying(facts, now, "to set another: update-locale LANG=LOCALE")
                    .ifPresent(resources::add);
            return resources;
        }
        HostResource.Draft draft = HostResource.named("locale");
        if (!isThere(wanted, facts)) {
            draft.compare("locale made", "", wanted).act(MADE.note(List.of(wanted)));
        }
        resources.add(OF_LOGINS
                .compare(draft, "locale of log-ins", now, wanted)
                .act(Acts.script(Locale.class, "set-locale.sh", Duration.ofMinutes(3), "", List.of(wanted)))
                .done());
        return resources;
    }

    private static boolean isThere(String locale, HostFacts facts) {
        return facts.lines(LOOK).contains("locale " + spelled(locale));
    }

    /** As {@code locale -a} prints it. */
    private static String spelled(String locale) {
        return locale.replace("UTF-8", "utf8");
    }
}
