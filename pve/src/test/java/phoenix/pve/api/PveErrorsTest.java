package phoenix.pve.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import phoenix.pve.Upid;

/** Each sentence in its exact case, as Proxmox prints it. */
class PveErrorsTest {
    private static final Upid UPID = Upid.parse("UPID:pve:0003A1B2:0112F5C4:674D6F20:vzclone:953:root@pam:");

    static Stream<Arguments> sentences() {
        return Stream.of(
                        notFound(
                                "Configuration file 'nodes/pve/lxc/953.conf' does not exist",
                                "Configuration file 'nodes/pve/qemu-server/101.conf' does not exist",
                                "unable to find configuration file for VM 101 on node 'pve'",
                                "unable to find configuration file for CT 953 on node 'pve'",
                                "upid: no such task",
                                "snapshot 'final-form' does not exist",
                                "volume 'local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst' does not exist",
                                "pool 'web' does not exist",
                                "template: no such template",
                                "hostname lookup 'pv' failed - failed to get address info for: pv: Name or service not known"),
                        conflict(
                                "CT is locked (disk)",
                                "VM is locked (backup)",
                                "can't lock file '/run/lock/lxc/pve-config-953.lock' - got timeout",
                                "cfs-lock 'file-user_cfg' error: got lock request timeout",
                                "CT 953 already exists on node 'pve'",
                                "unable to create VM 101 - VM 101 already exists on node 'pve'",
                                "unable to create VM 101: config file already exists",
                                "vmid: VM 953 already exists",
                                "CT 953 already running",
                                "VM 101 already running",
                                "CT 953 not running",
                                "VM 101 not running",
                                "unable to destroy CT 953 - container is running",
                                "VM 101 is running - destroy failed",
                                "detected modified configuration - file changed by other user? Try again.",
                                "checksum mismatch (file change by other user?)",
                                "snapshot name 'final-form' already used",
                                "VM 101 qmp command 'query-status' failed - got timeout",
                                "Full clone of a running container is only possible from a snapshot",
                                "Cannot do full clones on a running container without snapshots"),
                        unavailable("cluster not ready - no quorum?", "ipcc_send_rec[1] failed: Connection refused"),
                        rejected(
                                "unable to write '/var/lib/vz/x' - No space left on device",
                                "zfs error: cannot create 'rpool/data/subvol-953-disk-0': out of space",
                                "tar: ./usr/bin/perl: Cannot write: Disk quota exceeded",
                                "for data too large",
                                "unexpected status",
                                "can't remove CT 953 - protection mode enabled",
                                "storage 'fast' does not exist",
                                "storage 'fast' is disabled",
                                "storage 'fast' is not available on node 'pve'",
                                "storage 'fast' is not online",
                                "storage: storage 'local' does not support container directories",
                                "bridge 'vmbr9' does not exist",
                                "Linked clone feature for 'local-zfs:subvol-900-disk-0' is not available",
                                "you can't start a CT if it's a template",
                                "lxc-start 953: lsm/apparmor.c: No such file or directory - Failed to write AppArmor profile \"mine\" to 10",
                                "unable to shrink disk size",
                                "disk is already at specified size",
                                "can't rollback, 'a' is not most recent snapshot on 'subvol-953-disk-0'",
                                "snapshot feature is not available",
                                "base volume 'basevol-900-disk-0' is still in use by linked clones",
                                "base volume 'local-zfs:base-101-disk-0' is still in use by linked cloned"),
                        denied(
                                "Permission check failed (changing feature flags (except nesting) is only allowed for root@pam)",
                                "Permission check failed (user != root@pam)",
                                "Permission check failed (URI '/x' not available with API token, need proper ticket.)",
                                "Permission check failed (/vms/953, VM.Audit)",
                                "please run as root"))
                .flatMap(stream -> stream);
    }

    private static Stream<Arguments> notFound(String... sentences) {
        return each(PveException.NotFound.class, sentences);
    }

    private static Stream<Arguments> conflict(String... sentences) {
        return each(PveException.Conflict.class, sentences);
    }

    private static Stream<Arguments> unavailable(String... sentences) {
        return each(PveException.Unavailable.class, sentences);
    }

    private static Stream<Arguments> rejected(String... sentences) {
        return each(PveException.Rejected.class, sentences);
    }

    private static Stream<Arguments> denied(String... sentences) {
        return each(PveException.Denied.class, sentences);
    }

    private static Stream<Arguments> each(Class<? extends PveException> type, String... sentences) {
        return Stream.of(sentences).map(sentence -> Arguments.of(sentence, type));
    }

    @ParameterizedTest
    @MethodSource("sentences")
    void a_known_sentence_tells_what_can_be_done(String sentence, Class<? extends PveException> type) {
        PveException failure = PveErrors.of(500, sentence + "\n", Map.of(), "clone container 953 (gateway)");

        assertThat(failure).isExactlyInstanceOf(type).hasMessage("cannot clone container 953 (gateway): " + sentence);
        assertThat(failure.hint())
                .isNotBlank()
                .isNotEqualTo(PveErrors.of(500, "something new", Map.of(), "x").hint());
    }

    /** So that no rule stands there without a test, and none hides another. */
    @Test
    void every_rule_decides_about_one_of_these_sentences() {
        Set<PveErrors.Rule> deciding = sentences()
                .map(arguments -> PveErrors.ruleFor((String) arguments.get()[0]).orElseThrow())
                .collect(Collectors.toSet());

        assertThat(deciding).containsExactlyInAnyOrderElementsOf(PveErrors.RULES);
    }

    @Test
    void where_the_sentence_is_new_the_code_decides() {
        assertThat(PveErrors.of(500, "something new\n", Map.of(), "x"))
                .isInstanceOf(PveException.Rejected.class)
                .hasMessage("cannot x: something new");
        assertThat(PveErrors.of(401, "No ticket", Map.of(), "x")).isInstanceOf(PveException.Denied.class);
        assertThat(PveErrors.of(403, "something new", Map.of(), "x")).isInstanceOf(PveException.Denied.class);
        assertThat(PveErrors.of(501, "Method 'GET /x' not implemented", Map.of(), "x"))
                .isInstanceOf(PveException.Rejected.class);
    }

    @Test
    void an_error_without_a_word_shows_its_code() {
        assertThat(PveErrors.of(500, "", Map.of(), "x")).hasMessage("cannot x: HTTP status 500");
    }

    @Test
    void the_proxys_codes_leave_open_whether_it_was_done_unless_it_found_no_way() {
        for (int status = 595; status <= 599; status++) {
            PveException failure = PveErrors.of(status, "Broken pipe", Map.of(), "x");

            assertThat(failure).hasMessage("cannot x: Broken pipe (status " + status + ")");
            assertThat(((PveException.Unavailable) failure).dispatched()).isEqualTo(status != 595);
        }
    }

    @Test
    void several_wrong_parameters_are_told_together() {
        PveException failure = PveErrors.of(
                400,
                "Parameter verification failed.\n",
                new java.util.TreeMap<>(Map.of("cores", "too many\n", "arch", "unknown")),
                "x");

        assertThat(failure).hasMessage("cannot x: arch: unknown; cores: too many");
        assertThat(failure.hint()).isEqualTo("correct arch, cores");
    }

    @Test
    void the_lines_of_a_long_message_become_one() {
        assertThat(PveErrors.of(500, "first\n  second\n\n", Map.of(), "x")).hasMessage("cannot x: first; second");
    }

    @Test
    void what_a_program_said_in_the_log_tells_that_another_try_meets_the_same() {
        PveException.TaskFailed bridge = PveErrors.taskFailed(
                UPID,
                "startup for container '953' failed",
                "start it",
                List.of("run", "bridge 'vmbr7' does not exist"));
        PveException.TaskFailed busy = PveErrors.taskFailed(
                UPID, "startup for container '953' failed", "start it", List.of("CT is locked (mounted)"));

        assertThat(bridge.lasts()).isTrue();
        assertThat(bridge.hint()).isEqualTo("make the bridge on the node, or use another");
        assertThat(busy.lasts()).isFalse();
        assertThat(busy.mayPass()).as("only its last word counts").isFalse();
    }

    @Test
    void a_full_storage_is_told_from_the_log_and_tried_once() {
        PveException.TaskFailed full = PveErrors.taskFailed(
                UPID,
                "unable to create CT 953 - command 'tar' failed: exit code 2",
                "create it",
                List.of("tar: ./usr/lib/x: Cannot write: No space left on device", "tar: Exiting with failure status"));

        assertThat(full.lasts()).isTrue();
        assertThat(full.hint()).startsWith("make room (pvesm status shows how full the storages are");
    }

    @Test
    void a_task_that_left_no_last_word_was_cut_off() {
        PveException.TaskFailed cut = PveErrors.taskFailed(UPID, "unexpected status", "create it", List.of());

        assertThat(cut.lasts()).isTrue();
        assertThat(cut.hint()).startsWith("the node was rebooted, or the task was killed");
    }

    @Test
    void a_failed_task_tells_whether_it_may_pass() {
        PveException.TaskFailed locked = PveErrors.taskFailed(UPID, "CT is locked (disk)", "clone it", List.of("a"));
        PveException.TaskFailed broken = PveErrors.taskFailed(UPID, "command 'tar' failed", "clone it", List.of("a"));

        assertThat(locked).hasMessage("cannot clone it: CT is locked (disk)");
        assertThat(locked.mayPass()).isTrue();
        assertThat(broken.mayPass()).isFalse();
        assertThat(broken.hint()).isEqualTo("read the end of the task's log, correct the cause and run again");
        assertThat(broken.lastLines()).containsExactly("a");
        assertThat(broken.exitStatus()).isEqualTo("command 'tar' failed");
        assertThat(broken.upid()).isEqualTo(UPID);
    }
}
