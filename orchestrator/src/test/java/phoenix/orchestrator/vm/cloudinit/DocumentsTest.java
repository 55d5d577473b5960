package phoenix.orchestrator.vm.cloudinit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.orchestrator.WantedVm;
import phoenix.orchestrator.desired.CloudInit;
import phoenix.orchestrator.desired.CloudInit.Part;
import phoenix.orchestrator.desired.DesiredVm;
import phoenix.orchestrator.desired.DesiredVm.Origin;
import phoenix.orchestrator.desired.Dns;

class DocumentsTest {
    /** What YAML 1.1 takes for something else than a text unless it stands in quotes. */
    private static final List<String> TREACHEROUS = List.of(
            "yes",
            "on",
            "off",
            "no",
            "y",
            "n",
            "true",
            "null",
            "~",
            "0755",
            "1:30",
            "1_000",
            "0x1F",
            "1e3",
            ".5",
            "2026-01-01",
            "=",
            "<<",
            "- x",
            "a: b",
            "# x",
            "{{x}}",
            "'",
            "\"",
            "\\",
            "%",
            "@x",
            "`",
            "!x",
            "&x",
            "*x",
            "|",
            ">",
            " lead",
            "line\nbreak",
            "tab\there",
            "ü€😀",
            "");

    @TempDir
    private Path folder;

    @Test
    void a_vm_with_one_user_and_keys_is_said_by_proxmox_s_own_options() {
        WantedVm wanted = vm();
        wanted.cloudInit =
                users(new CloudInit.User("admin", List.of("ssh-ed25519 AAAA me"), null, List.of(), CloudInit.User.ALL));

        assertThat(Documents.of(wanted.value(), false)).isEmpty();
    }

    @Test
    void whatever_proxmox_cannot_say_makes_a_document_that_begins_with_the_mark_of_cloud_config() {
        String text = userData(everything());

        assertThat(text).startsWith("#cloud-config\n").doesNotContain("---");
    }

    @Test
    void the_document_of_a_vm_that_wants_everything_is_as_reviewed() throws IOException {
        Path file = Path.of("src/test/resources/phoenix/orchestrator/vm/cloudinit/everything.yaml");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(file, userData(everything()));
        }

        assertThat(userData(everything())).isEqualTo(Files.readString(file));
    }

    @Test
    void values_that_mean_something_else_in_yaml_1_1_survive() throws Exception {
        assumeTrue(hasPyYaml(), "python3-yaml is not installed");
        WantedVm wanted = vm();
        List<CloudInit.WrittenFile> files = TREACHEROUS.stream()
                .map(value -> new CloudInit.WrittenFile("/f", value, "0755", null, false))
                .toList();
        wanted.cloudInit = new CloudInit(List.of(), List.of(), List.of(), files, List.of(), null, List.of());

        String read = python(
                "import json,sys,yaml; d=yaml.safe_load(sys.stdin);"
                        + " print(json.dumps([[f['content'], f['permissions']] for f in d['write_files']]))",
                userData(wanted.value()));

        List<List<String>> expected =
                TREACHEROUS.stream().map(value -> List.of(value, "0755")).toList();
        Object found = new tools.jackson.databind.json.JsonMapper().readValue(read, Object.class);
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void treacherous_names_and_password_hashes_survive_too() throws Exception {
        assumeTrue(hasPyYaml(), "python3-yaml is not installed");
        WantedVm wanted = new WantedVm(8001, "on", new Origin.Image("debian.qcow2", null, null));
        wanted.cloudInit = users(
                new CloudInit.User("yes", List.of(), "$6$a:b$~0755", List.of("off", "1"), CloudInit.User.ALL),
                new CloudInit.User("no", List.of(), null, List.of(), null));

        String read = python(
                "import sys,yaml; d=yaml.safe_load(sys.stdin); u=d['users'];"
                        + " print(repr([d['hostname'], u[0]['name'], u[0]['passwd'], u[0]['groups'], u[1]['name'], u[1]['lock_passwd']]))",
                userData(wanted.value()));

        assertThat(read.strip()).isEqualTo("['on', 'yes', '$6$a:b$~0755', ['off', '1'], 'no', True]");
    }

    @Test
    void cloud_init_s_own_schema_finds_nothing_to_complain_of() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/cloud-init")), "cloud-init is not installed");
        Path file = Files.writeString(folder.resolve("user.yaml"), userData(everything()));

        String said = run(List.of("cloud-init", "schema", "--config-file", file.toString()), "");

        assertThat(said).contains("Valid");
    }

    @Test
    void a_document_of_the_user_s_is_laid_over_ours_and_lists_are_joined() {
        WantedVm wanted = vm();
        wanted.cloudInit = new CloudInit(
                List.of(),
                List.of("curl"),
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of(new CloudInit.Template(
                        Part.USER, false, "{\"packages\":[\"nginx\"],\"growpart\":{\"mode\":\"off\"}}")));

        assertThat(userData(wanted.value()))
                .contains("- \"curl\"\n- \"nginx\"", "mode: \"off\"")
                .contains("hostname: \"docker\"");
    }

    @Test
    void a_document_of_the_user_s_may_stand_in_place_of_ours() {
        WantedVm wanted = vm();
        wanted.cloudInit = new CloudInit(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of(new CloudInit.Template(Part.USER, true, "{\"packages\":[\"nginx\"]}")));

        assertThat(userData(wanted.value())).isEqualTo("#cloud-config\npackages:\n- \"nginx\"\n");
    }

    private static WantedVm vm() {
        return new WantedVm(8001, "docker", new Origin.Image("debian-12.qcow2", null, null));
    }

    private static CloudInit users(CloudInit.User... users) {
        return new CloudInit(List.of(users), List.of(), List.of(), List.of(), List.of(), null, List.of());
    }

    private static DesiredVm everything() {
        WantedVm wanted = vm();
        wanted.dns = new Dns(List.of("10.0.0.1"), "lab.example");
        wanted.cloudInit = new CloudInit(
                List.of(
                        new CloudInit.User(
                                "admin",
                                List.of("ssh-ed25519 AAAA me"),
                                "$6$salt$hash",
                                List.of("docker"),
                                CloudInit.User.ALL),
                        new CloudInit.User("guest", List.of(), null, List.of(), null)),
                List.of("nginx"),
                List.of(List.of("10.0.0.2:/tank/media", "/media", "nfs", "ro", "0", "0")),
                List.of(new CloudInit.WrittenFile("/etc/motd", "Hello.\n", "0644", "root:root", true)),
                List.of(
                        new CloudInit.RunCommand(List.of("sysctl --system"), true),
                        new CloudInit.RunCommand(List.of("touch", "/a b"), false)),
                "Europe/Berlin",
                List.of());
        return wanted.value();
    }

    private static String userData(DesiredVm want) {
        Map<Part, String> documents = new TreeMap<>(Documents.of(want, true));
        return java.util.Objects.requireNonNull(documents.get(Part.USER));
    }

    private static boolean hasPyYaml() throws Exception {
        return new ProcessBuilder("python3", "-c", "import yaml").start().waitFor() == 0;
    }

    private static String python(String program, String input) throws Exception {
        return run(List.of("python3", "-c", program), input);
    }

    private static String run(List<String> argv, String input) throws Exception {
        Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
        try (var to = process.getOutputStream()) {
            to.write(input.getBytes(StandardCharsets.UTF_8));
        }
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
