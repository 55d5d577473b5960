package phoenix.pve.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import phoenix.pve.GuestConfig;
import phoenix.pve.GuestKind;
import phoenix.pve.Tags;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;
import tools.jackson.databind.JsonNode;

/** What the API answers, and what we make of it: numbers as text, truth as 0 and 1, parts that are missing. */
class AnswersTest {
    private static final VmId ID = new VmId(953);
    private static final String LABEL = "container 953 (gateway)";

    private static <T> T read(Request<T> request, String data) {
        return new PveClient(new OneAnswer(data)).send(request);
    }

    @Test
    void guests_of_the_cluster() {
        List<GuestResource> guests = read(ClusterApi.guests(), """
                [{"id":"lxc/953","type":"lxc","vmid":953,"node":"pve","name":"gateway","status":"running",
                  "template":0,"tags":"web;app","uptime":"120","lock":"backup","cpu":0.01},
                 {"id":"qemu/101","type":"qemu","vmid":"101","node":"pve","status":"unknown","template":1,"pool":"web"}]
                """);

        assertThat(guests)
                .containsExactly(
                        new GuestResource(
                                ID,
                                GuestKind.CONTAINER,
                                "pve",
                                "gateway",
                                "running",
                                false,
                                "backup",
                                Tags.parse("app;web"),
                                120,
                                ""),
                        new GuestResource(
                                new VmId(101), GuestKind.VM, "pve", "", "unknown", true, "", Tags.parse(""), 0, "web"));
        assertThat(guests).extracting(GuestResource::running).containsExactly(true, false);
    }

    @Test
    void a_free_id_comes_as_number_or_text() {
        assertThat(read(ClusterApi.nextId(), "100")).isEqualTo(new VmId(100));
        assertThat(read(ClusterApi.isFree(ID), "\"953\"")).isEqualTo(ID);
    }

    @Test
    void nodes_and_their_version() {
        assertThat(read(
                        NodeApi.nodes(),
                        "[{\"node\":\"a\",\"status\":\"online\"},{\"node\":\"b\",\"status\":\"offline\"}]"))
                .containsExactly(new NodeSummary("a", true), new NodeSummary("b", false));
        assertThat(read(NodeApi.version(), "{\"version\":\"8.4.1\",\"release\":\"8.4\",\"repoid\":\"x\"}"))
                .isEqualTo(new NodeVersion("8.4.1", "8.4"));
    }

    @Test
    void tasks_run_or_have_ended() {
        List<Task> tasks = read(
                NodeApi.tasks("pve", ID, 5),
                "[{\"upid\":\"" + FakeTask.UPID + "\",\"status\":\"OK\"},{\"upid\":\"" + FakeTask.UPID + "\"}]");

        assertThat(tasks).extracting(Task::running).containsExactly(false, true);
        assertThat(read(NodeApi.taskStatus(FakeTask.UPID), "{\"status\":\"running\"}")
                        .running())
                .isTrue();
        TaskStatus warned =
                read(NodeApi.taskStatus(FakeTask.UPID), "{\"status\":\"stopped\",\"exitstatus\":\"WARNINGS: 1\"}");
        assertThat(warned.endedWell()).isTrue();
        assertThat(new TaskStatus(false, "error").endedWell()).isFalse();
    }

    @Test
    void an_empty_log_has_no_lines() {
        assertThat(read(NodeApi.taskLog(FakeTask.UPID, 0, 50), "[{\"n\":1,\"t\":\"no content\"}]"))
                .isEmpty();
        assertThat(read(
                        NodeApi.taskLog(FakeTask.UPID, 0, 50),
                        "[{\"n\":\"1\",\"t\":\"a\"},{\"n\":2,\"t\":\"no content\"}]"))
                .containsExactly(new TaskLogLine(1, "a"), new TaskLogLine(2, "no content"));
    }

    @Test
    void a_containers_status() {
        assertThat(
                        read(
                                GuestApi.status(new GuestPath(GuestKind.CONTAINER, "pve", ID, LABEL)),
                                "{\"vmid\":\"953\",\"name\":\"gateway\",\"status\":\"running\",\"uptime\":7,\"template\":\"\"}"))
                .isEqualTo(new ContainerStatus(ID, "gateway", true, false, "", Tags.parse(""), 7));
    }

    @Test
    void a_containers_configuration() {
        ContainerConfig config = read(LxcApi.config("pve", ID, LABEL), """
                {"digest":"abc","description":"a\\nb\\n","memory":512,"onboot":1,"hostname":"gateway",
                 "lxc":[["lxc.apparmor.profile","unconfined"],["lxc.cap.drop",""]]}
                """);

        assertThat(config)
                .isEqualTo(new ContainerConfig(
                        "abc",
                        "a\nb",
                        Map.of("memory", "512", "onboot", "1", "hostname", "gateway"),
                        List.of(
                                new GuestConfig.RawEntry("lxc.apparmor.profile", "unconfined"),
                                new GuestConfig.RawEntry("lxc.cap.drop", ""))));
        assertThat(config.get("memory")).contains("512");
        assertThat(config.get("swap")).isEmpty();
    }

    @Test
    void what_waits_for_a_restart() {
        List<PendingOption> options = read(
                LxcApi.pending("pve", ID, LABEL),
                "[{\"key\":\"a\",\"value\":1},{\"key\":\"b\",\"value\":\"x\",\"pending\":\"y\"},"
                        + "{\"key\":\"c\",\"value\":\"z\",\"delete\":1},{\"key\":\"d\",\"pending\":\"n\"}]");

        assertThat(options)
                .containsExactly(
                        new PendingOption("a", "1", null, false),
                        new PendingOption("b", "x", "y", false),
                        new PendingOption("c", "z", null, true),
                        new PendingOption("d", null, "n", false));
        assertThat(options).extracting(PendingOption::needsRestart).containsExactly(false, true, true, true);
    }

    @Test
    void snapshots_without_the_state_now() {
        assertThat(read(
                        LxcApi.snapshots("pve", ID, LABEL),
                        "[{\"name\":\"base\",\"description\":\"first\\n\",\"snaptime\":1732000000},"
                                + "{\"name\":\"half\",\"parent\":\"base\",\"snapstate\":\"delete\"},"
                                + "{\"name\":\"current\",\"parent\":\"base\",\"description\":\"You are here!\"}]"))
                .containsExactly(
                        new Snapshot("base", "first", "", Instant.ofEpochSecond(1_732_000_000), ""),
                        new Snapshot("half", "", "base", null, "delete"));
    }

    @Test
    void storages_and_what_is_on_them() {
        assertThat(read(
                        StorageApi.storages("pve"),
                        "[{\"storage\":\"local\",\"type\":\"dir\",\"content\":\"vztmpl,iso\",\"active\":1,\"shared\":0,"
                                + "\"total\":100,\"avail\":\"40\"}]"))
                .containsExactly(new StorageStatus("local", "dir", Set.of("iso", "vztmpl"), true, false, 100, 40));
        assertThat(
                        read(
                                StorageApi.content("pve", "local-zfs", ""),
                                "[{\"volid\":\"local-zfs:subvol-953-disk-0\",\"content\":\"rootdir\",\"format\":\"subvol\","
                                        + "\"size\":8589934592,\"vmid\":\"953\"},"
                                        + "{\"volid\":\"local:vztmpl/a.tar.zst\",\"content\":\"vztmpl\",\"format\":\"tzst\",\"size\":1}]"))
                .containsExactly(
                        new StoredVolume(
                                new VolumeId("local-zfs", "subvol-953-disk-0"),
                                "rootdir",
                                "subvol",
                                8_589_934_592L,
                                ID),
                        new StoredVolume(new VolumeId("local", "vztmpl/a.tar.zst"), "vztmpl", "tzst", 1, null));
        VolumeId volume = new VolumeId("local", "vztmpl/a.tar.zst");
        assertThat(read(StorageApi.deleteVolume("pve", volume), "null")).isEmpty();
        assertThat(read(StorageApi.deleteVolume("pve", volume), "\"" + FakeTask.UPID + "\""))
                .contains(FakeTask.UPID);
    }

    @Test
    void templates_that_can_be_fetched() {
        assertThat(read(
                        StorageApi.templates("pve"),
                        "[{\"template\":\"debian-12-standard_12.7-1_amd64.tar.zst\",\"package\":\"debian-12-standard\","
                                + "\"version\":\"12.7-1\",\"os\":\"debian-12\",\"section\":\"system\"}]"))
                .containsExactly(new ApplianceTemplate(
                        "debian-12-standard_12.7-1_amd64.tar.zst", "debian-12-standard", "12.7-1", "debian-12"));
    }

    @Test
    void calls_with_nothing_to_tell_are_done() {
        assertThat(read(LxcApi.template("pve", ID, LABEL), "null")).isEqualTo(Done.DONE);
        assertThat(read(LxcApi.setConfig("pve", ID, Map.of("memory", "1"), List.of(), LABEL), "null"))
                .isEqualTo(Done.DONE);
    }

    @Test
    void an_answer_that_makes_no_sense_is_no_value() {
        assertThatThrownBy(
                        () -> read(GuestApi.start(new GuestPath(GuestKind.CONTAINER, "pve", ID, LABEL)), "\"hello\""))
                .isInstanceOf(PveException.Unavailable.class)
                .hasMessage("cannot start container 953 (gateway): the answer of a test cannot be understood: "
                        + "unable to parse worker upid 'hello'");
        assertThatThrownBy(() -> read(NodeApi.taskLog(FakeTask.UPID, 0, 50), "[{\"n\":\"x\",\"t\":\"a\"}]"))
                .isInstanceOf(PveException.Unavailable.class)
                .hasMessageContaining("'n' is no number: x");
    }

    @Test
    void a_request_is_shown_on_one_line() {
        Request<Done> request = LxcApi.setConfig(
                "pve", ID, Map.of("description", "a\nb", "memory", "512"), List.of("mp0", "mp1"), LABEL);

        assertThat(request).hasToString("PUT /nodes/pve/lxc/953/config delete=mp0,mp1 description=a\\nb memory=512");
        assertThat(request.purpose()).isEqualTo("set description, memory, mp0, mp1 of container 953 (gateway)");
    }

    @Test
    void a_password_is_not_shown() {
        Request<?> request = LxcApi.create("pve", Map.of("vmid", "953", "password", "hidden"), LABEL);

        assertThat(request).hasToString("POST /nodes/pve/lxc password=*** vmid=953");
    }

    /** Answers every call with the same. */
    private record OneAnswer(String data) implements Transport {
        @Override
        public JsonNode send(Method method, String path, SortedMap<String, String> parameters, String purpose) {
            return Json.parse(data.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String where() {
            return "a test";
        }

        @Override
        public boolean actsAsRoot() {
            return true;
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    }
}
