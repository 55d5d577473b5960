package phoenix.orchestrator.config.check;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.config.Drafts;
import phoenix.orchestrator.config.GuestDraft;
import phoenix.orchestrator.config.Located;
import phoenix.orchestrator.config.Problems;

/** Warns of guests that ask for more than the machine has: one alone, or together those that start when it boots. */
final class Capacity {
    private final List<GuestDraft> guests;
    private final Problems problems;

    private Capacity(Drafts drafts, Problems problems) {
        this.guests = drafts.guests();
        this.problems = problems;
    }

    static void check(Drafts drafts, Problems problems) {
        Capacity check = new Capacity(drafts, problems);
        check.check(drafts.host().memoryMiB(), GuestDraft::memoryMiB, "MiB of memory", "'memory_mb'");
        check.check(drafts.host().cores(), GuestDraft::cores, "cores", "'cores'");
    }

    private void check(
            @Nullable Located<Integer> has,
            Function<GuestDraft, @Nullable Located<Integer>> wish,
            String unit,
            String key) {
        if (has == null) {
            return;
        }
        long sum = 0;
        for (GuestDraft guest : guests) {
            Located<Integer> wanted = wish.apply(guest);
            if (wanted == null) {
                continue;
            }
            if (wanted.value() > has.value()) {
                problems.warning(
                        wanted.place(),
                        key + " is " + wanted.value() + ", and the host has " + has.value() + " " + unit,
                        "write less, or correct what the hypervisor file says of the host");
            }
            Located<Boolean> atBoot = guest.startAtBoot();
            sum += atBoot != null && atBoot.value() ? wanted.value() : 0;
        }
        if (sum > has.value()) {
            problems.warning(
                    has.place(),
                    "the guests that start at boot may use " + sum + " " + unit + " together, and the host has "
                            + has.value(),
                    "give them less, start fewer at boot, or correct what the host has");
        }
    }
}
