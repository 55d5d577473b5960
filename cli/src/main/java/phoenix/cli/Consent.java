package phoenix.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Impact;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.VmId;

/**
 * Asks before a guest's work is interrupted or anything is destroyed, for each kind of harm by itself: on a terminal by a question that
 * names the guests and what they lose, else by the options of the command line.
 */
final class Consent {
    private final Console console;
    private final Given given;
    private final Reader answers;

    /** Where answers come from. */
    interface Reader {
        /** @return a line; null if nobody can be asked */
        @Nullable String ask(String question);
    }

    /**
     * What has been agreed to on the command line.
     *
     * @param yes restarts, and the deletion of guests that were named to be deleted
     * @param restarts restarts
     * @param recreate the guests that may be deleted and made anew
     */
    record Given(boolean yes, boolean restarts, Set<VmId> recreate) {
        Given {
            recreate = Set.copyOf(recreate);
        }

        boolean allows(Subject subject) {
            return subject.impact() == Impact.RESTART
                    ? yes || restarts
                    : recreate.stream().anyMatch(id -> id.toString().equals(subject.id()));
        }
    }

    Consent(Console console, Given given, Reader answers) {
        this.console = console;
        this.given = given;
        this.answers = answers;
    }

    /** @throws CommandFailure if somebody has to agree to a deletion and does not */
    void toDelete(Plan plan) {
        for (Subject subject : plan.subjects()) {
            if (subject.action() == Subject.Action.DELETE) {
                console.tell("Guest " + subject.label() + " will be deleted, with:");
                tellLosses(subject);
                subject.remarks().forEach(remark -> console.tell("    note: " + remark));
                if (!given.yes()) {
                    askForName(subject, "deleted", "to delete it", "run it on a terminal, or add --yes");
                }
            }
        }
    }

    /**
     * Tells what rollbacks lose and asks for them.
     *
     * @param deleted the newer snapshots that have to go for them
     * @param deletable those of them that may, as the command line says
     * @throws CommandFailure if somebody has to agree and does not
     */
    void toRollBack(Plan rollbacks, Set<String> deleted, Set<String> deletable) {
        Set<String> unnamed = new TreeSet<>(deleted);
        unnamed.removeAll(deletable);
        for (Subject subject : rollbacks.subjects()) {
            console.tell("Guest " + subject.label() + " will be rolled back; it loses:");
            subject.changes().forEach(change -> console.tell("    " + change));
            subject.remarks().forEach(remark -> console.tell("    note: " + remark));
        }
        String flags = (given.yes() ? "" : " --yes")
                + (unnamed.isEmpty() ? "" : " --delete-newer " + String.join(",", unnamed));
        if (!flags.isEmpty()) {
            rollbacks
                    .subjects()
                    .forEach(subject -> askForName(
                            subject, "rolled back", "to roll it back", "run it on a terminal, or add" + flags));
        }
    }

    /** @throws CommandFailure if somebody has to agree to a restart or a re-creation and does not; nothing has been touched then */
    void toChange(Plan plan) {
        List<Subject> restarted = missing(plan.suffering(Impact.RESTART, Impact.RESTART));
        List<Subject> recreated = missing(plan.suffering(Impact.RECREATE, Impact.DATA_LOSS));
        String flags = flags(restarted, recreated);
        for (Subject subject : recreated) {
            console.tell("Guest " + subject.label() + " will be deleted and made anew ("
                    + subject.changes().stream()
                            .filter(change -> change.impact() == Impact.RECREATE)
                            .map(Change::reason)
                            .collect(Collectors.joining("; "))
                    + "); it loses:");
            tellLosses(subject);
        }
        if (!restarted.isEmpty()) {
            console.tell("To be restarted:");
            restarted.forEach(subject -> console.tell("    " + subject.label() + ", for " + reasons(subject)));
        }
        recreated.forEach(subject -> askForName(subject, "made anew", "to have it made anew", flags));
        if (!restarted.isEmpty()) {
            askForRestart(restarted, flags);
        }
    }

    private List<Subject> missing(List<Subject> suffering) {
        return suffering.stream()
                .filter(subject -> subject.action() != Subject.Action.DELETE && !given.allows(subject))
                .toList();
    }

    private static String flags(List<Subject> restarted, List<Subject> recreated) {
        List<String> flags = new ArrayList<>();
        if (!restarted.isEmpty()) {
            flags.add("--allow-restart");
        }
        if (!recreated.isEmpty()) {
            flags.add("--allow-recreate " + recreated.stream().map(Subject::id).collect(Collectors.joining(",")));
        }
        return "run it on a terminal, or add " + String.join(" ", flags);
    }

    private void tellLosses(Subject subject) {
        subject.changes().stream()
                .filter(change -> change.impact() == Impact.DATA_LOSS)
                .forEach(loss -> console.tell("    " + loss.attribute() + " " + loss.before()));
    }

    private static String reasons(Subject subject) {
        return subject.changes().stream()
                .filter(change -> change.impact() == Impact.RESTART)
                .map(change -> change.attribute() + (change.values().isEmpty() ? "" : " (" + change.values() + ")"))
                .collect(Collectors.joining(", "));
    }

    private void askForName(Subject subject, String what, String purpose, String hint) {
        String name = subject.label().replaceFirst("^[0-9]+ \\((.*)\\)$", "$1");
        String answer = answers.ask("Type " + name + " " + purpose + ": ");
        if (answer == null) {
            throw new CommandFailure(
                    ExitCode.CONSENT_MISSING,
                    "guest " + subject.label() + " is not " + what + ": nobody was there to agree",
                    hint);
        }
        if (!answer.strip().equals(name)) {
            throw new CommandFailure(
                    ExitCode.CONSENT_MISSING,
                    "guest " + subject.label() + " is not " + what + ": the answer was not its name",
                    "run it again and type " + name);
        }
    }

    private void askForRestart(List<Subject> restarted, String hint) {
        String guests = restarted.stream().map(Subject::label).collect(Collectors.joining(", "));
        String answer = answers.ask("Restart " + (restarted.size() == 1 ? "it" : "them") + "? [y/N] ");
        if (answer == null) {
            throw new CommandFailure(
                    ExitCode.CONSENT_MISSING,
                    "not restarted: " + guests + ": nobody was there to agree; nothing was touched",
                    hint);
        }
        if (!answer.strip().equalsIgnoreCase("y") && !answer.strip().equalsIgnoreCase("yes")) {
            throw new CommandFailure(
                    ExitCode.CONSENT_MISSING,
                    "not restarted: " + guests + ": the answer was no; nothing was touched",
                    "run it again when they may be restarted");
        }
    }
}
