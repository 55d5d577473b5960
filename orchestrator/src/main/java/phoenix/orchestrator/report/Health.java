package phoenix.orchestrator.report;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.HealthCheck;
import phoenix.orchestrator.note.Note;

/**
 * What is remembered of a guest's health checks. Nobody is probed for it.
 *
 * @param verdict what the guest remembers
 * @param at when it was known to be so: the time of the newest snapshot of that state, where there is one
 */
public record Health(Verdict verdict, Optional<Instant> at) {
    static final Health NONE = new Health(Verdict.NONE, Optional.empty());

    /** What a guest remembers. */
    public enum Verdict {
        /** It has no health check. */
        NONE,
        /** Its checks have not been passed since its scripts ran. */
        NEVER,
        /** Checks were passed that are not the present ones. */
        OUTDATED,
        /** The present checks were passed. */
        PASSED
    }

    static Health of(DesiredContainer want, Optional<ActualGuest> found) {
        List<HealthCheck> checks = want.healthChecks();
        if (checks.isEmpty()) {
            return NONE;
        }
        Health remembered = found.map(Health::remembered).orElse(NONE);
        String present = checks.get(checks.size() - 1).digest();
        String passed =
                found.flatMap(guest -> guest.memory().note()).map(Note::health).orElse(null);
        if (passed == null) {
            return new Health(Verdict.NEVER, Optional.empty());
        }
        return new Health(passed.equals(present) ? Verdict.PASSED : Verdict.OUTDATED, remembered.at());
    }

    /** Of a guest that is in none of the files. */
    static Health remembered(ActualGuest guest) {
        String passed = guest.memory().note().map(Note::health).orElse(null);
        if (passed == null) {
            return NONE;
        }
        return new Health(
                Verdict.PASSED,
                TakenSnapshot.newest(guest, record -> passed.equals(record.health()))
                        .flatMap(TakenSnapshot::at));
    }
}
