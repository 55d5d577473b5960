package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What the node of a real lab offers and what protects it: Samba by its own client, exports by exportfs, profiles by their parser. */
@OnTheRealLab
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ShareOnTheLabIT {
    private static final String PASSWORD = "a word for the test";

    private final Site site;
    private final Path folder;

    ShareOnTheLabIT(Site site, @TempDir Path folder) {
        this.site = site;
        this.folder = folder;
    }

    private void write(String options, String more) throws IOException {
        Files.createDirectories(folder.resolve("apparmor"));
        Files.createDirectories(folder.resolve("host/motd"));
        Files.writeString(folder.resolve("phoenix_lxc_configs.json"), "{\"lxc_configs\": {}}");
        Files.writeString(folder.resolve("apparmor/agent"), "profile agent /usr/bin/agent {\n  /etc/hosts r,\n}\n");
        Files.writeString(folder.resolve("host/motd/step.sh"), """
                #!/bin/sh
                case $1 in
                check) grep -qx "$PHOENIX_GREETING" /etc/motd || { echo 'no greeting'; exit 1; } ;;
                apply) echo "$PHOENIX_GREETING" >/etc/motd ;;
                esac
                """);
        Files.writeString(folder.resolve("host/motd/step.json"), "{\"parameters\": {\"greeting\": \"hello\"}}");
        Files.writeString(folder.resolve("phoenix_hypervisor_config.json"), """
                {
                  "packages": ["smbclient"],
                  "nfs": {"exports": [{"path": "/srv/media", "clients": ["10.0.0.0/24", "10.1.0.5"], "mode": "0750"}]},
                  "samba": {
                    "user": "smbuser",
                    "password": {"$env": "SMB_PASSWORD"},
                    "shares": [{"name": "data", "path": "srv/data", "options": "%s", "valid_users": ["smbuser"]}]
                  },
                  "apparmor": {"profiles": ["agent"]}%s
                }
                """.formatted(options, more));
    }

    private PhoenixCommand.Ended setUp(String... more) {
        return PhoenixCommand.run(environment(), Site.COMMAND_LIMIT, arguments(more));
    }

    private String[] arguments(String... more) {
        List<String> arguments = new ArrayList<>(List.of("--setup-hypervisor", "--config", folder.toString(), "--yes"));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(site.commandEnvironment());
        environment.put("SMB_PASSWORD", PASSWORD);
        return environment;
    }

    private String client(String commands) {
        return site.onNode("smbclient", "//127.0.0.1/data", "--user=smbuser%" + PASSWORD, "--command=" + commands);
    }

    @Test
    @Order(1)
    void a_run_that_is_killed_at_samba_is_finished_by_the_next_and_clients_are_served() throws IOException {
        write("writable=yes", "");
        try (PhoenixCommand killed =
                PhoenixCommand.startUntil(line -> line.contains("Samba shares: change"), environment(), arguments())) {
            killed.end(Site.COMMAND_LIMIT);
        }

        setUp().expect(0);

        client("put /etc/hosts copy");
        assertThat(client("ls")).contains("copy");
        assertThat(site.onNode("cat", "/srv/data/copy")).contains("localhost");
        assertThat(site.onNode("cat", "/etc/exports.d/phoenix.exports"))
                .isEqualTo("\"/srv/media\" 10.0.0.0/24(ro,sync,no_subtree_check) 10.1.0.5(ro,sync,no_subtree_check)");
        assertThat(site.onNode("stat", "-c", "%a", "/srv/media")).isEqualTo("750");
        assertThat(site.onNode("cat", "/etc/motd")).isEqualTo("hello");
        assertThat(site.onNode("cat", "/etc/apparmor.d/phoenix-host-agent")).startsWith("profile agent");
    }

    @Test
    @Order(2)
    void a_second_run_changes_nothing_and_restarts_nothing() throws IOException {
        write("writable=yes", "");
        String since = site.onNode("systemctl", "show", "smbd", "--property=ActiveEnterTimestampMonotonic");

        assertThat(setUp().expect(0).out()).contains("Nothing to do");

        assertThat(site.onNode("systemctl", "show", "smbd", "--property=ActiveEnterTimestampMonotonic"))
                .isEqualTo(since);
    }

    @Test
    @Order(3)
    void one_changed_value_is_one_change_and_a_wrong_one_leaves_the_rest_done() throws IOException {
        write("writable=no", "");
        setUp().expect(0);
        assertThat(client("put /etc/hosts second")).contains("NT_STATUS");

        write("no such option=yes", ", \"timezone\": \"Europe/Berlin\"");
        PhoenixCommand.Ended broken = setUp();

        assertThat(broken.exitCode()).isNotZero();
        assertThat(broken.err() + broken.out()).contains("Unknown parameter encountered");
        assertThat(site.onNode("readlink", "/etc/localtime")).contains("Europe/Berlin");
        assertThat(client("ls")).contains("copy");
    }

    @Test
    @Order(4)
    void a_server_that_will_not_run_fails_alone() throws IOException {
        write("writable=yes", ", \"timezone\": \"Europe/Vienna\"");
        site.onNode("systemctl", "stop", "smbd");
        site.onNode("chmod", "a-x", "/usr/sbin/smbd");
        PhoenixCommand.Ended broken = setUp();
        site.onNode("chmod", "a+x", "/usr/sbin/smbd");

        assertThat(broken.exitCode()).isNotZero();
        assertThat(broken.err() + broken.out()).contains("the server does not run");
        assertThat(site.onNode("readlink", "/etc/localtime")).contains("Europe/Vienna");
        site.onNode("systemctl", "reset-failed", "smbd");
        setUp().expect(0);
        assertThat(client("ls")).contains("copy");
    }

    @Test
    @Order(5)
    void a_share_becomes_a_storage_whose_password_is_compared_and_never_shown() throws IOException {
        write("writable=yes", """
                , "storages": [{"id": "share", "type": "cifs", "content": ["iso"], "options": {
                    "server": "127.0.0.1", "share": "data", "username": "smbuser", "password": {"$env": "SMB_PASSWORD"}}}]""");

        assertThat(setUp("--dry-run", "-v").expect(0).out())
                .contains("password=***")
                .doesNotContain(PASSWORD);
        setUp().expect(0);

        assertThat(site.onNode("pvesm", "status")).containsPattern("share +cifs +active");
        assertThat(setUp().expect(0).out()).contains("Nothing to do");
        site.onNode("sed", "-i", "s/=.*/=another/", "/etc/pve/priv/storage/share.pw");
        assertThat(setUp("--dry-run").expect(0).out()).contains("password: another -> as declared");
        setUp().expect(0);
        assertThat(site.onNode("cat", "/etc/pve/priv/storage/share.pw")).isEqualTo("password=" + PASSWORD);

        write("writable=yes", "");
        setUp("--allow-removal").expect(0);
        assertThat(site.onNode("ls", "/etc/pve/priv/storage")).doesNotContain("share");
    }

    @Test
    @Order(6)
    void what_is_declared_no_more_goes_and_what_others_wrote_stays() throws IOException {
        Files.writeString(folder.resolve("phoenix_lxc_configs.json"), "{\"lxc_configs\": {}}");
        Files.writeString(folder.resolve("phoenix_hypervisor_config.json"), "{}");

        setUp().expect(0);

        assertThat(site.onNode("ls", "/etc/exports.d")).doesNotContain("phoenix");
        assertThat(site.onNode("ls", "/etc/samba")).doesNotContain("phoenix");
        assertThat(site.onNode("cat", "/etc/samba/smb.conf"))
                .contains("[printers]")
                .doesNotContain("phoenix");
        assertThat(site.onNode("ls", "/etc/apparmor.d")).doesNotContain("phoenix");
        assertThat(site.onNode("ls", "/srv/data")).contains("copy");
        assertThat(client("ls")).contains("NT_STATUS_BAD_NETWORK_NAME");
    }
}
