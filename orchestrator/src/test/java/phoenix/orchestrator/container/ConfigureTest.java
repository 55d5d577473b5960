package phoenix.orchestrator.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.note.Note;
import phoenix.pve.VmId;

/** Which calls bring options into force, and in which order. */
class ConfigureTest {
    private static final VmId GATEWAY = new VmId(953);
    private static final Target TARGET = Target.container(GATEWAY, "953 (gateway)", "pve");
    private static final Note NOTE = Note.made(GATEWAY, "900@pre-configured", Map.of());
    private static final Note OWING = NOTE.managing(Set.of("protection.lifted"));
    private static final String LABELS = " description=" + NOTE.line();

    @Test
    void what_anybody_may_set_goes_in_one_call_with_note_and_tag() {
        assertThat(calls(
                        Map.of("memory", "1024", "nameserver", "", "tags", "web", "description", "The gateway."),
                        Map.of("memory", "512", "nameserver", "10.0.0.1")))
                .containsExactly("PUT /nodes/pve/lxc/953/config delete=nameserver description=The gateway.\\n"
                        + NOTE.line() + " memory=1024 tags=" + NOTE.tag() + ";web");
    }

    @Test
    void what_only_root_may_set_goes_in_a_call_of_its_own_before_the_note_that_forgets_what_went() {
        assertThat(calls(
                        Map.of(
                                "memory",
                                "1024",
                                "features",
                                "nesting=1,keyctl=1",
                                "mp0",
                                "/srv/a,mp=/data",
                                "dev0",
                                ""),
                        Map.of("dev0", "/dev/fuse")))
                .containsExactly(
                        "PUT /nodes/pve/lxc/953/config delete=dev0 features=nesting=1,keyctl=1 mp0=/srv/a,mp=/data"
                                + "  (as root@pam)",
                        "PUT /nodes/pve/lxc/953/config" + LABELS + " memory=1024 tags=" + NOTE.tag());
    }

    @Test
    void a_protection_is_taken_away_for_a_change_of_disks_and_set_last() {
        Map<String, String> found = Map.of("protection", "1", "mp0", "local-zfs:subvol-953-disk-1,mp=/data,size=8G");

        assertThat(calls(Map.of("protection", "1", "mp0", "local-zfs:8,mp=/data,ro=1"), found))
                .containsExactly(
                        "PUT /nodes/pve/lxc/953/config description=" + OWING.line() + " protection=0",
                        "PUT /nodes/pve/lxc/953/config mp0=local-zfs:subvol-953-disk-1,mp=/data,ro=1,size=8G",
                        "PUT /nodes/pve/lxc/953/config" + LABELS + " protection=1 tags=" + NOTE.tag());
    }

    @Test
    void a_protection_that_is_not_ours_is_there_again_afterwards() {
        assertThat(calls(Map.of("mp0", ""), Map.of("protection", "1", "mp0", "/srv/a,mp=/data")))
                .first()
                .asString()
                .endsWith("protection=0");
        assertThat(calls(Map.of("mp0", ""), Map.of("protection", "1", "mp0", "/srv/a,mp=/data")))
                .last()
                .asString()
                .contains("protection=1");
    }

    @Test
    void a_protection_that_shall_go_is_gone_before_disks_are_changed() {
        assertThat(calls(Map.of("protection", "0", "mp0", ""), Map.of("protection", "1", "mp0", "/srv/a,mp=/data")))
                .containsExactly(
                        "PUT /nodes/pve/lxc/953/config protection=0",
                        "PUT /nodes/pve/lxc/953/config delete=mp0" + LABELS + " tags=" + NOTE.tag());
    }

    @Test
    void a_new_protection_comes_after_what_it_would_forbid() {
        assertThat(calls(Map.of("protection", "1", "mp0", "/srv/a,mp=/data"), Map.of()))
                .hasSize(3)
                .last()
                .asString()
                .endsWith("protection=1");
        assertThat(calls(Map.of("protection", "1", "memory", "512"), Map.of()))
                .hasSize(1)
                .first()
                .asString()
                .contains("protection=1");
    }

    @Test
    void a_value_that_waits_for_a_restart_is_taken_back_before_its_option_is_removed() {
        Map<String, String> found =
                new TreeMap<>(Map.of("dev0", "/dev/fuse", "timezone", "host", "nameserver", "10.0.0.1"));
        found.put("unprivileged", "1");
        Map<String, String> want = Map.of("dev0", "", "timezone", "", "nameserver", "");

        assertThat(calls(want, found, new TreeSet<>(Set.of("dev0", "timezone", "memory"))))
                .startsWith(
                        "PUT /nodes/pve/lxc/953/config revert=timezone",
                        "PUT /nodes/pve/lxc/953/config revert=dev0  (as root@pam)");
    }

    private static List<String> calls(Map<String, String> want, Map<String, String> have) {
        return calls(want, have, new TreeSet<>());
    }

    private static List<String> calls(Map<String, String> want, Map<String, String> have, SortedSet<String> waiting) {
        Map<String, String> found = new TreeMap<>(have);
        found.put("unprivileged", "1");
        return new Configure(TARGET, want, OptionDiff.between(want, found), waiting, NOTE, Set.of()).preview();
    }
}
