package phoenix.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Subject;

/** Asks before something is destroyed: on a terminal by name, else by {@code --yes}. */
final class Consent {
    private final Console console;
    private final boolean yes;
    private final Reader answers;

    /** Where answers come from. */
    interface Reader {
        /** @return a line; null if nobody can be asked */
        @Nullable String ask(String question);
    }

    Consent(Console console, boolean yes, Reader answers) {
        this.console = console;
        this.yes = yes;
        this.answers = answers;
    }

    /** @throws CommandFailure if somebody has to agree and does not */
    void toDelete(Plan plan) {
        List<Subject> doomed = plan.subjects().stream()
                .filter(subject -> subject.action() == Subject.Action.DELETE)
                .toList();
        for (Subject subject : doomed) {
            console.tell("Container " + subject.label() + " will be deleted, with:");
            for (Change loss : subject.changes()) {
                console.tell("    " + loss.attribute() + " " + loss.before());
            }
            if (!yes) {
                ask(subject);
            }
        }
    }

    private void ask(Subject subject) {
        String name = subject.label().replaceFirst("^[0-9]+ \\((.*)\\)$", "$1");
        String answer = answers.ask("Type " + name + " to delete it: ");
        if (answer == null) {
            throw new CommandFailure(
                    ExitCode.CONSENT_MISSING,
                    "container " + subject.label() + " is not deleted: nobody was there to agree",
                    "run it on a terminal, or add --yes");
        }
        if (!answer.strip().equals(name)) {
            throw new CommandFailure(
                    ExitCode.CONSENT_MISSING,
                    "container " + subject.label() + " is not deleted: the answer was not its name",
                    "run it again and type " + name);
        }
    }
}
