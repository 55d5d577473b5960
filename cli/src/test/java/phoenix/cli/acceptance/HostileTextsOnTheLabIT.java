package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.orchestrator.note.Note;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;
import phoenix.pve.api.ContainerConfig;
import phoenix.pve.api.GuestApi;
import phoenix.pve.api.GuestPath;
import phoenix.pve.api.PveClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Texts that a shell would take for commands, in every place of a container that takes text, through every shell on the way: they arrive in a
 * real container byte for byte, and nobody carries them out.
 */
@OnTheRealLab
class HostileTextsOnTheLabIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int ID = 9026;
    private static final String CANARY = "/tmp/phoenix-hostile-canary";

    private static final Map<String, String> TEXTS = texts();

    /** Every byte that there is, and no line break at the end. */
    private static final byte[] BYTES = bytes();

    private static final String SCRIPT = """
            #!/bin/sh
            set -eu
            mkdir -p /srv/seen
            cp guest.json parameters.json 'all bytes; $(x).bin' /srv/seen/
            [ ! -e .phoenix-environment ]
            env -0 >/srv/seen/variables
            """;

    private final Site site;

    @TempDir
    private Path folder;

    HostileTextsOnTheLabIT(Site site) {
        this.site = site;
    }

    private static Map<String, String> texts() {
        String touch = "touch " + CANARY;
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("QUOTES", "it's \"quoted\" `" + touch + "` \\ \\\\ '\\''");
        texts.put("COMMANDS", "$(" + touch + "); " + touch + " & || " + touch + " | sh #");
        texts.put("CLOSING", "'; " + touch + "; '\"; " + touch + "; \"");
        texts.put("LINES", String.join("\n", "one", "two", "", "\t" + touch, "EOF", ""));
        texts.put("BLANKS", "  two  blanks  ");
        texts.put("UNICODE", "Gr\u00fc\u00dfe \u6f22\u5b57 \ud83d\ude00 \u202e");
        texts.put("DASHES", "-n --help %s %n $HOME ~ * ? [a] {b,c} !!");
        texts.put("EMPTY", "");
        texts.put("LONG", "'\"$(" + touch + ")\\ ".repeat(4000));
        return texts;
    }

    private static byte[] bytes() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    @AfterEach
    void removeTheGuest() {
        site.phoenix("--delete", Integer.toString(ID), "--yes").expect(0);
    }

    @Test
    void texts_arrive_in_the_guest_byte_for_byte_and_nothing_in_them_is_carried_out() throws IOException {
        declare();

        converge().expect(0);

        assertThat(Base64.getDecoder().decode(encoded("all bytes; $(x).bin"))).isEqualTo(BYTES);
        JsonNode guest = JSON.readTree(seen("guest.json"));
        JsonNode own = JSON.readTree(seen("parameters.json"));
        List<String> variables = List.of(seen("variables").split("\0"));
        TEXTS.forEach((name, text) -> {
            assertThat(variables).contains(name + "=" + text);
            assertThat(guest.path("environment").path(name).asString("?")).isEqualTo(text);
            assertThat(guest.path("parameters").path(name).asString("?")).isEqualTo(text);
            assertThat(own.path(name).asString("?")).isEqualTo(text);
        });
        assertThat(seen("arguments")).isEqualTo(String.join("\0", arguments()) + "\0");
        try (PveClient client = site.client()) {
            ContainerConfig config = client.send(GuestApi.configWithPending(
                    new GuestPath(GuestKind.CONTAINER, "pve", new VmId(ID), "container " + ID)));
            assertThat(Note.withoutLine(config.description()))
                    .isEqualTo(description().strip());
            assertThat(config.get("tags").orElse("")).startsWith("_a;b+c;d.e-f;phoenix-");
        }
        assertThat(converge("--dry-run").expect(0).out())
                .contains("0 to create, 0 to change, 0 to delete, 1 unchanged");
        for (String place : List.of("/tmp", "/", "/root")) {
            assertThat(inside("ls", place)).doesNotContain("canary");
        }
        assertThat(site.onNode("ls", "/tmp", "/", "/root")).doesNotContain("canary");
        assertThat(Path.of(CANARY)).doesNotExist();
    }

    /** What Proxmox's notes hold; the long text is more than they take. */
    private static String description() {
        Map<String, String> shorter = new LinkedHashMap<>(TEXTS);
        shorter.remove("LONG");
        return String.join("\n", shorter.values());
    }

    /** An empty one is refused. */
    private static List<String> arguments() {
        return TEXTS.values().stream().filter(text -> !text.isEmpty()).toList();
    }

    private void declare() throws IOException {
        ObjectNode root =
                (ObjectNode) JSON.readTree("""
                {"lxc_configs": {"%1$d": {
                  "name": "hostile", "template": "%2$s", "storage_pool": "%3$s", "storage_size_gb": 1, "memory_mb": 256, "swap_mb": 0,
                  "cores": 1, "unprivileged": true, "pct_options": ["nesting=1"], "tags": ["b+c", "_a", "d.e-f"],
                  "network_config": {"name": "eth0", "bridge": "vmbr0", "ip": "%4$s.206/24", "gw": "%4$s.1"},
                  "application_scripts": [{"script": "see.sh", "files": ["all bytes; $(x).bin"]}],
                  "tests": {"health_checks": [{"name": "arguments", "type": "script", "path": "arguments.sh"}]}
                }}}
                """.formatted(ID, site.template(), site.storage(), site.network()));
        ObjectNode container = (ObjectNode) root.path("lxc_configs").path(Integer.toString(ID));
        container.put("description", description());
        ObjectNode script = (ObjectNode) container.path("application_scripts").path(0);
        ObjectNode test =
                (ObjectNode) container.path("tests").path("health_checks").path(0);
        TEXTS.forEach(container.putObject("environment")::put);
        TEXTS.forEach(container.putObject("parameters")::put);
        TEXTS.forEach(script.putObject("parameters")::put);
        arguments().forEach(test.putArray("arguments")::add);
        write("phoenix_lxc_configs.json", root.toString().getBytes(StandardCharsets.UTF_8));
        write("scripts/see.sh", SCRIPT.getBytes(StandardCharsets.UTF_8));
        write("scripts/all bytes; $(x).bin", BYTES);
        write(
                "tests/arguments.sh",
                "#!/bin/sh\nprintf '%s\\0' \"$@\" >/srv/seen/arguments\n".getBytes(StandardCharsets.UTF_8));
    }

    private void write(String file, byte[] content) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.write(path, content);
    }

    private PhoenixCommand.Ended converge(String... more) {
        return site.phoenix(folder, List.of("--all"), more);
    }

    private String inside(String... argv) {
        return site.inGuest(ID, argv);
    }

    private String encoded(String file) {
        return inside("base64", "--wrap=0", "/srv/seen/" + file);
    }

    private String seen(String file) {
        return new String(Base64.getDecoder().decode(encoded(file)), StandardCharsets.UTF_8);
    }
}
