package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import phoenix.lab.host.LabName;
import phoenix.lab.host.LabPlace;

/** The lab's API and its node's commands, used by clients that we did not write. */
@OnTheRealLab
class ForeignClientsOnTheLabIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Pattern UPID = Pattern.compile("\"data\":\"(UPID:[^\"]+)\"");

    private final Site site;
    private final LabPlace place;
    private final Map<String, String> variables;

    ForeignClientsOnTheLabIT(Site site) {
        this.site = site;
        this.place = LabPlace.of(
                new LabName(Objects.requireNonNull(site.commandEnvironment().get("PHOENIX_LAB"))));
        this.variables = new HashMap<>(site.apiEnvironment());
        variables.put("LAB_CERTIFICATE", certificate());
    }

    @BeforeEach
    void provideTheTemplate() {
        onNode("pveam", "download", "local", template()).expect(0);
    }

    @AfterEach
    void removeWhatIsLeft() {
        onNode("pct", "destroy", "9042", "--force", "1");
        onNode("pct", "destroy", "9041", "--force", "1");
        onNode("pct", "destroy", "9040", "--force", "1");
        onNode("qm", "stop", "9043");
        onNode("qm", "destroy", "9044");
        onNode("qm", "destroy", "9043");
    }

    @Test
    void proxmoxer_lists_creates_starts_snapshots_rolls_back_and_deletes_a_container() {
        String script = Path.of("src/test/resources/phoenix/cli/acceptance/proxmoxer-life.py")
                .toAbsolutePath()
                .toString();

        PhoenixCommand.Ended ended = OtherProgram.run(
                variables,
                LIMIT,
                List.of("/usr/bin/python3", script, "9040", site.network() + ".230/24", site.network() + ".1"),
                "");

        assertThat(ended.expect(0).out()).contains("the whole life went well");
    }

    @Test
    void proxmoxer_creates_starts_snapshots_grows_converts_and_clones_a_vm() {
        String script = Path.of("src/test/resources/phoenix/cli/acceptance/proxmoxer-vm-life.py")
                .toAbsolutePath()
                .toString();

        PhoenixCommand.Ended ended =
                OtherProgram.run(variables, LIMIT, List.of("/usr/bin/python3", script, "9043", "9044"), "");

        assertThat(ended.expect(0).out()).contains("the whole life went well");
    }

    @Test
    void curl_with_a_token_creates_starts_snapshots_and_deletes_a_container() {
        String net0 = "net0=name=eth0,bridge=vmbr0,ip=" + site.network() + ".231/24,gw=" + site.network() + ".1";
        task(curl(
                "POST",
                "/nodes/pve/lxc",
                "vmid=9041",
                "ostemplate=local:vztmpl/" + template(),
                "rootfs=local-zfs:1",
                "unprivileged=1",
                "memory=128",
                "hostname=curled",
                net0));
        assertThat(curl("GET", "/cluster/resources?type=vm")).contains("\"vmid\":9041");
        task(curl("POST", "/nodes/pve/lxc/9041/status/start"));
        assertThat(curl("GET", "/nodes/pve/lxc/9041/status/current")).contains("\"status\":\"running\"");
        task(curl("POST", "/nodes/pve/lxc/9041/snapshot", "snapname=one"));
        assertThat(curl("GET", "/nodes/pve/lxc/9041/snapshot")).contains("\"name\":\"one\"");
        task(curl("POST", "/nodes/pve/lxc/9041/status/stop"));
        task(curl("DELETE", "/nodes/pve/lxc/9041"));
        assertThat(curl("GET", "/nodes/pve/lxc")).doesNotContain("9041");
    }

    @Test
    void curl_with_a_ticket_needs_its_csrf_token_for_a_change_and_may_send_json() {
        String login = curl(
                "POST",
                "/access/ticket",
                List.of(),
                List.of(
                        "data-urlencode = \"username=" + variables.get("PROXMOX_VE_USERNAME") + "\"",
                        "data-urlencode = \"password=" + variables.get("PROXMOX_VE_PASSWORD") + "\""));
        String cookie = "header = \"Cookie: PVEAuthCookie=" + member(login, "ticket") + "\"";
        String csrf = "header = \"CSRFPreventionToken: " + member(login, "CSRFPreventionToken") + "\"";
        List<String> json = List.of(
                "--header",
                "Content-Type: application/json",
                "--data",
                "{\"vmid\":9042,\"ostemplate\":\"local:vztmpl/" + template() + "\",\"rootfs\":\"local-zfs:1\","
                        + "\"memory\":128,\"unprivileged\":true,\"hostname\":\"by-json\"}");

        assertThat(curl("GET", "/version", List.of(), List.of(cookie))).endsWith("200");
        assertThat(curl("POST", "/nodes/pve/lxc", json, List.of(cookie))).endsWith("401");
        assertThat(curl("GET", "/nodes/pve/lxc")).doesNotContain("9042");
        task(curl("POST", "/nodes/pve/lxc", json, List.of(cookie, csrf)));
        assertThat(curl("GET", "/nodes/pve/lxc/9042/config", List.of(), List.of(cookie)))
                .contains("\"hostname\":\"by-json\"");
        task(curl("DELETE", "/nodes/pve/lxc/9042", List.of(), List.of(cookie, csrf)));
    }

    @Test
    void a_wrong_parameter_gets_proxmox_s_answer() {
        String answer = curl("POST", "/nodes/pve/lxc", "vmid=12", "ostemplate=local:vztmpl/x", "colour=blue");

        assertThat(answer)
                .contains("Parameter verification failed.")
                .contains(
                        "\"colour\":\"property is not defined in schema and the schema does not allow additional properties\"")
                .contains("\"vmid\":")
                .endsWith("400");
    }

    @Test
    void the_node_s_own_commands_show_the_same_container() {
        onNode(
                        "pct",
                        "create",
                        "9041",
                        "local:vztmpl/" + template(),
                        "--rootfs",
                        "local-zfs:1",
                        "--hostname",
                        "by-hand",
                        "--unprivileged",
                        "1")
                .expect(0);

        assertThat(onNode("pct", "list").expect(0).out()).contains("9041").contains("by-hand");
        assertThat(onNode("pct", "config", "9041").expect(0).out()).contains("hostname: by-hand");
        assertThat(onNode("pvesh", "get", "/nodes/pve/lxc/9041/status/current", "--output-format", "json")
                        .expect(0)
                        .out())
                .contains("\"status\":\"stopped\"");
        assertThat(onNode("pvesm", "list", "local-zfs").expect(0).out()).contains("subvol-9041-disk-0");
        onNode("pct", "snapshot", "9041", "one").expect(0);
        assertThat(onNode("pct", "listsnapshot", "9041").expect(0).out()).contains("`-> one");
        onNode("pct", "start", "9041").expect(0);
        assertThat(onNode("pct", "status", "9041").expect(0).out()).isEqualTo("status: running");
        assertThat(onNode("pct", "exec", "9041", "--", "hostname").expect(0).out())
                .isEqualTo("by-hand");
        onNode("pvesh", "create", "/nodes/pve/lxc/9041/status/stop").expect(0);
        onNode("pct", "destroy", "9041").expect(0);
        assertThat(onNode("pct", "config", "9041").exitCode()).isNotZero();
    }

    private PhoenixCommand.Ended onNode(String... argv) {
        List<String> all = new ArrayList<>(List.of(
                "lxc-attach",
                "-P",
                place.home().resolve("lxc").toString(),
                "-n",
                place.name().container(),
                "--"));
        all.addAll(List.of(argv));
        return OtherProgram.run(Map.of(), LIMIT, all, "");
    }

    private String template() {
        Matcher name = Pattern.compile("debian-12-standard_\\S+")
                .matcher(onNode("pveam", "available").out());
        assertThat(name.find()).as("a template in the catalogue").isTrue();
        return name.group();
    }

    private String curl(String method, String path, String... parameters) {
        List<String> arguments = new ArrayList<>();
        for (String parameter : parameters) {
            arguments.addAll(List.of("--data-urlencode", parameter));
        }
        String token = "header = \"Authorization: PVEAPIToken=" + variables.get("PROXMOX_VE_API_TOKEN") + "\"";
        return curl(method, path, arguments, List.of(token));
    }

    /**
     * Calls the API and returns the body with the status behind it. The certificate is checked.
     *
     * @param secrets lines of curl's configuration, which go by standard input
     */
    private String curl(String method, String path, List<String> arguments, List<String> secrets) {
        List<String> argv = new ArrayList<>(List.of(
                "curl", "--silent", "--show-error", "--cacert", certificate(), "--config", "-", "--request", method));
        argv.addAll(arguments);
        argv.addAll(List.of("--write-out", "%{http_code}", variables.get("PROXMOX_VE_ENDPOINT") + "/api2/json" + path));
        return OtherProgram.run(Map.of(), LIMIT, argv, String.join("\n", secrets) + "\n")
                .expect(0)
                .out();
    }

    private static String member(String answer, String name) {
        Matcher value = Pattern.compile("\"" + name + "\":\"([^\"]+)\"").matcher(answer);
        assertThat(value.find()).as("%s in the answer", name).isTrue();
        return value.group(1);
    }

    private void task(String answer) {
        Matcher upid = UPID.matcher(answer);
        assertThat(upid.find()).as("a task in %s", answer).isTrue();
        String path = "/nodes/pve/tasks/" + upid.group(1) + "/status";
        Awaitility.await(upid.group(1))
                .atMost(LIMIT)
                .until(() -> curl("GET", path), status -> status.contains("\"status\":\"stopped\""));
        assertThat(curl("GET", path)).contains("\"exitstatus\":\"OK\"");
    }

    private String certificate() {
        return place.home().resolve("api/certificate.pem").toString();
    }
}
