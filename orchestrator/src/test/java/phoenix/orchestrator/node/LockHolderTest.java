package phoenix.orchestrator.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import phoenix.pve.Upid;
import phoenix.pve.VmId;
import phoenix.pve.api.PveException;
import phoenix.pve.api.Task;

class LockHolderTest {
    private static final VmId WEB = new VmId(953);
    private static final Instant BEGUN = Instant.ofEpochSecond(0x67000000L);

    @Test
    void a_guest_s_own_task_holds_it() {
        assertThat(among("vzsnapshot:953", Optional.of("snapshot"))).hasSize(1);
        assertThat(among("vzsnapshot:95", Optional.of("snapshot"))).isEmpty();
        assertThat(among("vzsnapshot:9530", Optional.of("snapshot"))).isEmpty();
    }

    @Test
    void a_task_that_has_ended_holds_nothing() {
        Task ended = new Task(upid("vzsnapshot:953"), "OK");

        assertThat(LockHolder.among(List.of(ended), WEB, Optional.of("snapshot")))
                .isEmpty();
    }

    @Test
    void a_backup_of_many_guests_names_none_of_them_and_holds_those_that_are_locked_for_it() {
        assertThat(among("vzdump:", Optional.of("backup"))).hasSize(1);
        assertThat(among("vzdump:", Optional.of("snapshot"))).isEmpty();
        assertThat(among("vzdump:", Optional.empty())).isEmpty();
    }

    @Test
    void what_makes_a_clone_is_the_task_of_its_source() {
        assertThat(among("vzclone:900", Optional.of("create"))).hasSize(1);
        assertThat(among("qmclone:8000", Optional.of("clone"))).hasSize(1);
        assertThat(among("vzcreate:900", Optional.of("create"))).isEmpty();
    }

    @Test
    void it_is_told_by_its_work_its_user_and_its_age() {
        LockHolder holder = new LockHolder(upid("vzdump:953"));

        assertThat(holder.inWords(BEGUN.plusSeconds(754))).isEqualTo("vzdump of root@pam, begun 12 min ago");
        assertThat(holder.inWords(BEGUN.plusSeconds(7))).isEqualTo("vzdump of root@pam, begun 7 s ago");
        assertThat(holder.inWords(BEGUN.minusSeconds(3)))
                .as("a node whose clock is ahead")
                .isEqualTo("vzdump of root@pam, begun 0 s ago");
    }

    @Test
    void only_a_lock_has_a_holder_behind_it() {
        NodeAccess node = new BusyNode(upid("vzdump:953").toString(), 1).access();

        assertThat(LockHolder.behind(conflict("CT is locked (backup)"), "953", node))
                .isPresent();
        assertThat(LockHolder.behind(
                        conflict("can't lock file '/run/lock/lxc/pve-config-953.lock' - got timeout"), "953", node))
                .isPresent();
        assertThat(LockHolder.behind(conflict("CT 953 already running"), "953", node))
                .isEmpty();
        assertThat(LockHolder.behind(conflict("CT is locked (backup)"), "954", node))
                .isEmpty();
        assertThat(LockHolder.behind(conflict("CT is locked (backup)"), "time zone", node))
                .isEmpty();
    }

    private static PveException conflict(String said) {
        return new PveException.Conflict("cannot set memory of container 953 (web): " + said, "wait");
    }

    private static List<LockHolder> among(String task, Optional<String> lock) {
        return LockHolder.among(List.of(new Task(upid(task), "")), WEB, lock);
    }

    /** @param task its type and what it works on, as they stand in its name */
    private static Upid upid(String task) {
        return Upid.parse("UPID:pve:00001000:00002000:67000000:" + task + ":root@pam:");
    }
}
