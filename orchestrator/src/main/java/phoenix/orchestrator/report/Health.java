package phoenix.orchestrator.report;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.desired.HealthCheck;
import phoenix.orchestrator.note.Note;

/**
 * What is known of a guest's health: what is remembered of its checks, or what they have just said.
 *
 * @param at when it was known to be so: the time of the newest snapshot of that state, where there is one
 * @param failure in what it is not healthy, if it was probed and is not
 */
public record Health(Verdict verdict, Optional<Instant> at, Optional<String> failure) {
    static final Health NONE = new Health(Verdict.NONE, Optional.empty());

    Health(Verdict verdict, Optional<Instant> at) {
        this(verdict, at, Optional.empty());
    }

    /** Of a guest that has just been asked. */
    static Health probed(Optional<String> failure) {
        return new Health(failure.isPresent() ? Verdict.FAILING : Verdict.PASSING, Optional.empty(), failure);
    }

    /** What a guest remembers, or says. */
    public enum Verdict {
        /** It has no health check. */
        NONE,
        /** Its checks have not been passed since its scripts ran. */
        NEVER,
        /** Checks were passed that are not the present ones. */
        OUTDATED,
        /** The present checks were passed. */
        PASSED,
        /** It was asked just now, and is healthy. */
        PASSING,
        /** It was asked just now, and is not healthy. */
        FAILING
    }

    static Health of(DesiredGuest want, Optional<ActualGuest> found) {
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
