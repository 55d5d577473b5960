package phoenix.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.Subject;
import phoenix.orchestrator.run.RunEvent;
import phoenix.orchestrator.run.StepOutcome;

/** How far each guest of a run is, by the run's events. Used by one thread at a time. */
final class RunProgress implements RunEvent.Listener {
    private final LongSupplier nanoTime;
    private final Map<String, GuestProgress> guests = new LinkedHashMap<>();
    private final Map<String, String> labels = new HashMap<>();
    private final Set<StepKey> ended = new HashSet<>();
    private final long began;

    /** @param nanoTime as {@link System#nanoTime} */
    RunProgress(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
    }

    @Override
    public void on(RunEvent event) {
        if (event instanceof RunEvent.RunStarted started) {
            begin(started.plan());
        } else if (event instanceof RunEvent.StepStarted started) {
            of(started.step()).ifPresent(guest -> guest.started(started.step(), nanoTime.getAsLong()));
        } else if (event instanceof RunEvent.StepProgress progress) {
            of(progress.step()).ifPresent(guest -> guest.said(progress.line()));
        } else if (event instanceof RunEvent.StepRetried retried) {
            of(retried.step()).ifPresent(guest -> guest.retried(retried.step(), retried.attempt(), retried.why()));
        } else if (event instanceof RunEvent.StepFinished finished) {
            if (finished.outcome().endedWell()) {
                ended.add(finished.step().key());
            }
            of(finished.step()).ifPresent(guest -> finish(guest, finished.step(), finished.outcome()));
        }
    }

    /** The guests that something is done to, in the plan's order. */
    List<GuestProgress> guests() {
        return List.copyOf(guests.values());
    }

    /** What runs now, a sentence for each step. */
    List<String> running() {
        List<String> sentences = new ArrayList<>();
        guests.values()
                .forEach(guest -> guest.running().forEach(step -> sentences.add(guest.label() + ": " + step.title())));
        return sentences;
    }

    /** Whose end a guest waits for before it can begin or go on; empty if it waits for its turn only. */
    Optional<String> waitsFor(GuestProgress guest) {
        return guest.next()
                .flatMap(step -> step.needs().stream()
                        .filter(need -> !ended.contains(need) && !need.subject().equals(guest.id()))
                        .map(need -> labels.getOrDefault(need.subject(), need.subject()))
                        .findFirst());
    }

    /** The label of what a step is about. */
    String label(Step step) {
        String subject = step.key().subject();
        return labels.getOrDefault(subject, subject);
    }

    Duration sinceBegin() {
        return Duration.ofNanos(now() - began);
    }

    long now() {
        return nanoTime.getAsLong();
    }

    private void begin(Plan plan) {
        for (Subject subject : plan.subjects()) {
            labels.put(subject.id(), subject.label());
            if (!subject.steps().isEmpty()) {
                guests.put(subject.id(), new GuestProgress(subject));
            }
        }
    }

    private void finish(GuestProgress guest, Step step, StepOutcome outcome) {
        String blocker = outcome instanceof StepOutcome.Blocked blocked
                ? labels.getOrDefault(blocked.by().subject(), blocked.by().subject())
                : "";
        guest.finished(step, outcome, blocker, nanoTime.getAsLong());
    }

    private Optional<GuestProgress> of(Step step) {
        return Optional.ofNullable(guests.get(step.key().subject()));
    }
}
