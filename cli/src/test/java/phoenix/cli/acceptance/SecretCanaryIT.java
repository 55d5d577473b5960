package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret of its own in every place that takes one: found where it has to be, and in nothing else that leaves the process. */
@OnTheSimulatedLab
class SecretCanaryIT {
    private static final String MARK = "canary0";
    private static final String ENVIRONMENT = MARK + "environment";
    private static final String FILE = MARK + "file";
    private static final String TALKED = MARK + "talked";
    private static final String HASH = "$6$" + MARK + "salt$" + MARK + "hash";
    private static final String SAMBA = MARK + "samba";
    private static final int CONTAINER = 9043;
    private static final int VM = 9044;

    private final Site site;

    @TempDir
    private Path folder;

    private Path logs;
    private Path report;

    SecretCanaryIT(Site site) {
        this.site = site;
    }

    @BeforeEach
    void declare() throws IOException {
        logs = folder.resolve("logs");
        report = folder.resolve("report");
        write("secrets/key", FILE + "\n");
        write("scripts/application.sh", "#!/bin/sh\nexit 0\n");
        write("features/talk/feature.sh", "#!/bin/sh\nexit 0\n");
        write(
                "features/talk/feature.json",
                "{\"parameters\": {\"token\": {\"type\": \"string\", \"secret\": true}}}\n");
        write("phoenix_lxc_configs.json", """
            {
              "lxc_configs": {
                "%1$d": {
                  "name": "canary",
                  "template": "%2$s",
                  "storage_pool": "%3$s",
                  "storage_size_gb": 1,
                  "memory_mb": 256,
                  "swap_mb": 0,
                  "cores": 1,
                  "unprivileged": true,
                  "pct_options": ["nesting=1"],
                  "network_config": {"name": "eth0", "bridge": "vmbr0", "ip": "%4$s.203/24", "gw": "%4$s.1"},
                  "environment": {"DB_PASSWORD": {"$env": "CANARY_ENVIRONMENT"}},
                  "parameters": {"a": [{"b": {"$file": "secrets/key"}}]},
                  "features": [{"name": "talk", "parameters": {"token": {"$env": "CANARY_TALKED"}}}],
                  "application_scripts": [
                    {"script": "application.sh", "parameters": {"c": {"$env": "CANARY_TALKED"}}}
                  ]
                }
              }
            }
            """.formatted(CONTAINER, site.template(), site.storage(), site.network()));
        write("phoenix_vm_configs.json", """
            {
              "vms": [
                {
                  "vmid": %1$d,
                  "name": "canary-vm",
                  "template_image": "debian-12",
                  "storage_pool": "%2$s",
                  "network_bridge": "vmbr0",
                  "cores": 1,
                  "memory_mb": 512,
                  "network_config": {"ip": "%3$s.204/24", "gw": "%3$s.1"},
                  "user_config": {"username": "admin", "password_hash": {"$env": "CANARY_HASH"}}
                }
              ]
            }
            """.formatted(VM, site.storage(), site.network()));
        write("phoenix_hypervisor_config.json", """
            {
              "version": "2.0.0",
              "users": {"username": "canary", "password_hash": {"$env": "CANARY_HASH"}},
              "samba": {
                "user": "smbcanary",
                "password": {"$env": "CANARY_SAMBA"},
                "shares": [{"name": "canary", "path": "/srv/canary", "valid_users": ["smbcanary"]}]
              }
            }
            """);
        Files.createDirectories(rules().getParent());
    }

    @AfterEach
    void forget() throws IOException {
        Files.deleteIfExists(rules());
        phoenix("--delete", Integer.toString(CONTAINER), Integer.toString(VM), "--yes")
                .expect(0);
    }

    @Test
    void a_secret_is_seen_nowhere_but_in_the_file_for_root_on_the_node() throws IOException {
        List<String> said = new ArrayList<>();
        try (ArgumentWatch arguments = ArgumentWatch.of(MARK)) {
            said.add(everything(phoenix("--config", folder.toString(), "--all", "--dry-run", "-v")
                    .expect(0)));
            said.add(everything(phoenix("--config", folder.toString(), "--all", "--dry-run", "--json")
                    .expect(0)));
            said.add(everything(phoenix("show", "--config", folder.toString(), Integer.toString(CONTAINER))
                    .expect(0)));
            said.add(everything(phoenix("--config", folder.toString(), "--setup-hypervisor", "--dry-run", "-v")
                    .expect(0)));
            said.add(everything(phoenix("--config", folder.toString(), "--setup-hypervisor", "--dry-run", "--json")
                    .expect(0)));
            Files.writeString(rules(), "17 application.sh => tells " + TALKED + " and " + base64(ENVIRONMENT) + "\n");
            PhoenixCommand.Ended failed = phoenix(
                            "--config", folder.toString(), "--all", "-v", "--json", "--report", report.toString())
                    .expect(1);
            said.add(everything(failed));
            assertThat(failed.err()).contains("| tells *** and ***");
            assertThat(failed.out()).contains("tells *** and ***");
            assertThat(arguments.found()).as("argument lists in /proc").isEmpty();
        }

        assertThat(said).anySatisfy(text -> assertThat(text).contains("smbcanary"));
        assertThat(said).allSatisfy(text -> assertThat(text).doesNotContain(MARK));
        assertThat(filesWithCanary(logs)).as("logs").isEmpty();
        assertThat(filesWithCanary(report)).as("report").isEmpty();
        assertThat(Files.readString(report.resolve("index.html"))).contains("tells ***");
        List<Path> onNode = filesWithCanary(state()).stream()
                .filter(file -> !isInsideGuest(file) && !file.equals(rules()))
                .toList();
        assertThat(onNode).as("the node").isNotEmpty().allSatisfy(file -> {
            assertThat(file.toString()).contains("snippets").contains(Integer.toString(VM));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(Files.readString(file)).contains(HASH).doesNotContain(FILE);
        });
    }

    /** Where the simulated lab keeps what guests were handed: on a script's standard input, and on a VM's own drive. */
    private static boolean isInsideGuest(Path file) {
        return file.toString().contains("/guests/" + CONTAINER + "/attached/")
                || file.toString().contains("/machines/" + VM + "/seed/");
    }

    private PhoenixCommand.Ended phoenix(String... words) {
        Map<String, String> environment = new HashMap<>(site.commandEnvironment());
        environment.put("CANARY_ENVIRONMENT", ENVIRONMENT);
        environment.put("CANARY_TALKED", TALKED);
        environment.put("CANARY_HASH", HASH);
        environment.put("CANARY_SAMBA", SAMBA);
        environment.put("PHOENIX_LOG_DIR", logs.toString());
        return PhoenixCommand.run(environment, Site.COMMAND_LIMIT, site.commandLine(words));
    }

    private static String everything(PhoenixCommand.Ended ended) {
        return ended.out() + "\n" + ended.err();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Path> filesWithCanary(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> read(file).contains(MARK))
                    .toList();
        }
    }

    /** Empty for what cannot be read, as a process that has ended. */
    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private Path state() {
        return Path.of(site.commandEnvironment().getOrDefault("XDG_STATE_HOME", ""));
    }

    private Path rules() {
        return state().resolve("phoenix/simulated/lab/node/commands/" + CONTAINER);
    }
}
