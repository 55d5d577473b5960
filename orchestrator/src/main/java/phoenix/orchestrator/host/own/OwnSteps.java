package phoenix.orchestrator.host.own;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostServices;
import phoenix.orchestrator.host.Acts;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.Question;
import phoenix.orchestrator.plan.Impact;

/**
 * Steps of the user's own. The script is run with {@code check}: exit code 0 says that all is as it shall be, 1 that it is not (its lines say
 * what), anything else that it cannot tell; then with {@code apply}. It is in the same graph as everything else.
 */
public final class OwnSteps implements HostKind {
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final int MOST_LINES = 10;

    @Override
    public String name() {
        return "own steps";
    }

    private static String fact(HostServices.OwnStep step) {
        return "own-step-" + step.name();
    }

    /** The parameters as the script finds them: {@code PHOENIX_PORT=8080}. */
    private static List<String> environment(HostServices.OwnStep step) {
        List<String> environment = new ArrayList<>();
        step.parameters()
                .forEach((name, value) -> environment.add(
                        "PHOENIX_" + name.toUpperCase(Locale.ROOT).replace('-', '_') + "=" + value));
        return environment;
    }

    @Override
    public List<Question> questions(DesiredHost want) {
        List<Question> questions = new ArrayList<>();
        for (HostServices.OwnStep step : want.services().steps()) {
            List<String> arguments = new ArrayList<>(List.of(step.script()));
            arguments.addAll(environment(step));
            Question.Script look = (Question.Script) Question.script(OwnSteps.class, "check-step.sh", arguments);
            questions.add(new Question.Script(fact(step), look.text(), arguments));
        }
        return questions;
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        return want.services().steps().stream().map(step -> step(step, facts)).toList();
    }

    private static HostResource step(HostServices.OwnStep step, HostFacts facts) {
        HostResource.Draft draft = HostResource.named("host/" + step.name()).within(LIMIT);
        step.needs().forEach(draft::needs);
        List<String> lines = facts.lines(fact(step));
        String code = facts.labelled(fact(step), "exit");
        List<String> said = lines.stream()
                .filter(line -> line.startsWith("said "))
                .map(line -> line.substring("said ".length()))
                .limit(MOST_LINES)
                .toList();
        if (code.equals("1")) {
            String what = said.isEmpty() ? "not as it shall be" : String.join("; ", said);
            draft.change("check", what, "done", "", Impact.LIVE);
        } else if (!code.equals("0")) {
            return draft.refuse(
                            "its check ended with exit code " + (code.isEmpty() ? "none" : code)
                                    + (said.isEmpty() ? "" : ": " + String.join("; ", said)),
                            "let host/" + step.name()
                                    + "/step.sh check end with 0 if all is done, with 1 if apply has something to do")
                    .done();
        }
        return draft.act(Acts.script(OwnSteps.class, "apply-step.sh", LIMIT, step.script(), environment(step)))
                .done();
    }
}
