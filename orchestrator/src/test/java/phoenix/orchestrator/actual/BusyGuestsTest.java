package phoenix.orchestrator.actual;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.node.BusyNode;
import phoenix.pve.GuestConfig;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;

class BusyGuestsTest {
    private static final String BACKUP = "UPID:pve:00001000:00002000:67000000:vzdump::root@pam:";
    private static final Clock CLOCK =
            Clock.fixed(Instant.ofEpochSecond(0x67000000L).plusSeconds(300), ZoneOffset.UTC);

    private final List<String> told = new ArrayList<>();

    @Test
    void a_task_is_waited_for_to_its_end_and_the_user_knows_whose_it_is() {
        BusyNode node = new BusyNode(BACKUP, 5);

        waitFor(node, "backup");

        assertThat(node.isOver()).isTrue();
        assertThat(told)
                .containsExactly("953 (web) is locked (backup): waiting for vzdump of root@pam, begun 5 min ago");
    }

    @Test
    void while_it_lasts_it_is_told_again_every_half_minute() {
        waitFor(new BusyNode(BACKUP, 100), "backup");

        assertThat(told).hasSizeBetween(3, 5).allMatch(line -> line.contains("waiting for vzdump"));
    }

    @Test
    void a_lock_that_no_task_holds_is_not_waited_for() {
        BusyNode node = new BusyNode(BACKUP, 5);

        waitFor(node, "snapshot");

        assertThat(node.isOver()).isFalse();
        assertThat(told).isEmpty();
    }

    private void waitFor(BusyNode node, String lock) {
        GuestConfig config = GuestConfig.parse("hostname: web\nlock: " + lock + "\n");
        new BusyGuests(node.access(), CLOCK, told::add)
                .waitFor(List.of(new ActualGuest(new VmId(953), GuestKind.CONTAINER, "pve", config, false)));
    }
}
