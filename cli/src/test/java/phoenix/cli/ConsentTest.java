package phoenix.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.VmId;

/** Who has to agree to what before a run touches anything. */
class ConsentTest {
    private static final Consent.Given NOTHING = new Consent.Given(false, false, Set.of());
    private static final Consent.Given YES = new Consent.Given(true, false, Set.of());

    private final Printed printed = new Printed();
    private final List<String> asked = new ArrayList<>();

    @Test
    void creating_and_live_changes_ask_nothing() {
        assertThatCode(() -> change(NOTHING, "no", SamplePlan.CREATED, SamplePlan.LIVE, SamplePlan.UNCHANGED))
                .doesNotThrowAnyException();
        assertThat(asked).isEmpty();
    }

    @Test
    void a_restart_without_anybody_to_ask_is_refused_with_the_option_and_the_guests() {
        assertRefused(() -> change(NOTHING, null, SamplePlan.RESTARTED, SamplePlan.CREATED))
                .hasMessage("not restarted: 953 (gateway): nobody was there to agree; nothing was touched")
                .extracting(e -> ((CommandFailure) e).hint())
                .isEqualTo("run it on a terminal, or add --allow-restart");
    }

    @Test
    void a_restart_is_asked_for_with_its_reason() {
        change(NOTHING, "y", SamplePlan.RESTARTED);

        assertThat(printed.err()).contains("To be restarted:\n    953 (gateway), for features (nesting=1)\n");
        assertThat(asked).containsExactly("Restart it? [y/N] ");
        assertRefused(() -> change(NOTHING, "", SamplePlan.RESTARTED)).hasMessageContaining("the answer was no");
    }

    @Test
    void yes_and_allow_restart_answer_for_restarts() {
        change(YES, null, SamplePlan.RESTARTED);
        change(new Consent.Given(false, true, Set.of()), null, SamplePlan.RESTARTED);

        assertThat(asked).isEmpty();
    }

    @Test
    void yes_does_not_answer_for_re_creation() {
        assertRefused(() -> change(YES, null, SamplePlan.RECREATED, SamplePlan.RESTARTED))
                .hasMessageContaining("guest 950 (app) is not made anew")
                .extracting(e -> ((CommandFailure) e).hint())
                .isEqualTo("run it on a terminal, or add --allow-recreate 950");
    }

    @Test
    void re_creation_tells_what_is_lost_and_wants_the_name() {
        change(NOTHING, "app", SamplePlan.RECREATED);

        assertThat(asked).containsExactly("Type app to have it made anew: ");
        assertThat(printed.err())
                .contains("950 (app) will be deleted and made anew (made from an older 900@pre-configured); it loses:")
                .contains("    volume rootfs local-zfs:subvol-950-disk-0,size=8G\n    snapshot final-form\n");
        assertRefused(() -> change(NOTHING, "gateway", SamplePlan.RECREATED))
                .hasMessageContaining("the answer was not its name");
    }

    @Test
    void re_creation_is_agreed_to_guest_by_guest() {
        change(new Consent.Given(false, false, Set.of(new VmId(950))), null, SamplePlan.RECREATED);

        assertRefused(() -> change(
                        new Consent.Given(false, false, Set.of(new VmId(951))),
                        null,
                        SamplePlan.RECREATED,
                        SamplePlan.RESTARTED))
                .extracting(e -> ((CommandFailure) e).hint())
                .isEqualTo("run it on a terminal, or add --allow-restart --allow-recreate 950");
    }

    private void change(Consent.Given given, @Nullable String answer, Subject... subjects) {
        new Consent(printed.console(), given, question -> {
                    asked.add(question);
                    return answer;
                })
                .toChange(new Plan(List.of(subjects)));
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Runnable run) {
        return assertThatThrownBy(run::run)
                .isInstanceOfSatisfying(
                        CommandFailure.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONSENT_MISSING));
    }
}
