package phoenix.orchestrator.vm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import phoenix.pve.shell.Output;

class CloudInitStatusTest {
    @Test
    void while_it_is_at_work_its_stage_is_told() {
        CloudInitStatus status = read(0, "{\"status\": \"running\", \"stage\": \"modules-config\", \"errors\": []}");

        assertThat(status.isDone()).isFalse();
        assertThat(status.failed()).isFalse();
        assertThat(status.where()).isEqualTo(" (stage modules-config)");
    }

    @Test
    void its_record_tells_the_stage_and_a_stage_that_failed_before_the_last_one_has_ended() {
        String begun = record(false, "\"stage\": \"modules-config\", \"init\": {\"errors\": [], \"finished\": 12.5}");
        String failed = record(
                false, "\"stage\": \"modules-final\", \"modules-config\": {\"errors\": [\"('runcmd', TypeError())\"]}");

        assertThat(read(0, begun).isDone()).isFalse();
        assertThat(read(0, begun).failed()).isFalse();
        assertThat(read(0, begun).where()).isEqualTo(" (stage modules-config)");
        assertThat(read(0, failed).failed()).isTrue();
        assertThat(read(0, failed).where()).isEqualTo(" (stage modules-config)");
        assertThat(read(0, failed).detail()).contains("runcmd");
        assertThat(read(0, record(true, "\"stage\": null, \"init\": {\"errors\": []}"))
                        .isDone())
                .isTrue();
    }

    @Test
    void a_failure_names_the_stage_and_the_module() {
        CloudInitStatus status = read(
                1,
                "{\"status\": \"error\", \"stage\": null, \"errors\": [\"('package_update_upgrade_install', ProcessExecutionError())\"],"
                        + " \"modules-final\": {\"errors\": [\"x\"]}}");

        assertThat(status.failed()).isTrue();
        assertThat(status.where()).isEqualTo(" (stage modules-final)");
        assertThat(status.detail()).contains("package_update_upgrade_install");
    }

    @Test
    void an_error_that_newer_releases_call_recoverable_is_a_failure_too() {
        CloudInitStatus status = read(
                2,
                "{\"status\": \"done\", \"errors\": [], \"recoverable_errors\": {\"ERROR\": [\"failed to shellify\"]}}");

        assertThat(status.failed()).isTrue();
        assertThat(status.detail()).contains("failed to shellify");
    }

    @Test
    void it_is_done_when_it_says_so_and_when_there_is_none() {
        assertThat(read(0, "{\"status\": \"done\", \"errors\": []}").isDone()).isTrue();
        assertThat(CloudInitStatus.read(new Output(127, "", "env: cloud-init: No such file or directory"))
                        .isDone())
                .isTrue();
    }

    @Test
    void an_answer_that_is_none_is_waited_on() {
        assertThat(read(1, "Traceback").isDone()).isFalse();
        assertThat(read(1, "Traceback").failed()).isFalse();
    }

    private static String record(boolean ended, String content) {
        return "{\"ended\": " + ended + ", \"record\": {\"v1\": {" + content + "}}}";
    }

    private static CloudInitStatus read(int exitCode, String answer) {
        return CloudInitStatus.read(new Output(exitCode, answer, ""));
    }
}
