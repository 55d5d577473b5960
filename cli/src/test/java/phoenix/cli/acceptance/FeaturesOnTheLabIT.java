package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;
import phoenix.pve.api.GuestApi;
import phoenix.pve.api.GuestPath;
import phoenix.pve.api.LxcApi;
import phoenix.pve.api.PveClient;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.LocalShell;

/**
 * The features that come with Phoenix, applied in a real guest. What would come from outside networks is a stand-in at the outermost edge: a
 * {@code curl} that hands out a local archive in place of Ollama's, a folder in place of Python's package index, and a {@code docker} and an
 * {@code nvidia-smi} that only say what the real ones say. The features' own scripts are the shipped ones.
 */
@OnTheRealLab
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FeaturesOnTheLabIT {
    private static final int ID = 9040;

    private final Site site;
    private final Path folder;
    private final ByHand hand;

    FeaturesOnTheLabIT(Site site, @TempDir Path folder) {
        this.site = site;
        this.folder = folder;
        this.hand = ByHand.on(site);
    }

    @BeforeAll
    void writeConfiguration() throws Exception {
        String sha256 = ollamaArchive();
        write("features/stand_ins/feature.sh", STAND_INS);
        write("features/docker/feature.sh", "#!/bin/sh\ncommand -v docker\n");
        write("features/nvidia/feature.sh", "#!/bin/sh\ncommand -v nvidia-smi\n");
        write("features/counted/feature.sh", COUNTED);
        write("phoenix_lxc_configs.json", """
            {
              "lxc_configs": {
                "9040": {
                  "name": "features",
                  "template": "%s",
                  "storage_pool": "%s",
                  "storage_size_gb": 4,
                  "memory_mb": 1024,
                  "unprivileged": true,
                  "pct_options": ["nesting=1"],
                  "network_config": {"name": "eth0", "bridge": "vmbr0", "ip": "%s.240/24", "gw": "%s.1"},
                  "portainer_role": "server",
                  "parameters": {"index_url": "file:///srv/stand-in/simple"},
                  "features": [
                    "base_setup", "stand_ins", "docker", "nvidia", "counted",
                    {"name": "python_api_service", "parameters": {"packages": ["greeter==1.0"]}},
                    {"name": "ollama", "parameters": {"version": "0.0.1", "sha256": "%s", "mirror": "https://ollama.stand-in"}},
                    "portainer", "vllm"
                  ]
                }
              }
            }
            """.formatted(
                        site.template(), site.storage(), site.network(), site.network(), sha256));
        removeContainer();
    }

    @AfterAll
    void closeShell() {
        hand.close();
    }

    @AfterAll
    void removeContainer() {
        site.phoenix("--delete", "9040", "--yes").expect(0);
    }

    @Test
    @Order(1)
    void they_are_applied_in_the_declared_order_and_each_check_agrees() {
        phoenix().expect(0);

        assertThat(inGuest("/opt/api/bin/python", "-c", "import greeter; print(greeter.WORD)"))
                .isEqualTo("hello");
        assertThat(inGuest("systemctl", "is-active", "ollama")).isEqualTo("active");
        assertThat(inGuest("readlink", "-f", "/usr/local/bin/ollama")).isEqualTo("/opt/ollama/0.0.1/bin/ollama");
        assertThat(inGuest("cat", "/var/log/stand-in-docker"))
                .contains("run --detach --name portainer")
                .contains("docker.io/portainer/portainer-ce:2.33.1")
                .doesNotContain(":latest");
        assertThat(inGuest("systemctl", "cat", "vllm"))
                .contains("ExecStart=/usr/local/lib/vllm-start", "User=apiservice");
        assertThat(inGuest("cat", "/var/log/counted")).isEqualTo("check\napply\ncheck");
    }

    @Test
    @Order(2)
    void what_is_true_by_its_digest_is_not_run() {
        assertThat(phoenix("--detailed-exitcode").expect(0).out()).contains("Nothing to do");

        assertThat(inGuest("cat", "/var/log/counted")).isEqualTo("check\napply\ncheck");
    }

    @Test
    @Order(3)
    void without_a_note_it_is_checked_and_what_is_there_is_not_applied() {
        try (PveClient client = site.client()) {
            ContainerView guest = new ContainerView(client, new VmId(ID));
            client.send(LxcApi.setConfig(
                    guest.node(), guest.id(), Map.of(), List.of("description", "tags"), ContainerView.LABEL));
            client.sendTask(
                    GuestApi.deleteSnapshot(
                            new GuestPath(GuestKind.CONTAINER, guest.node(), guest.id(), ContainerView.LABEL),
                            "final-form"),
                    java.time.Duration.ofMinutes(1),
                    line -> {});
        }
        phoenix("--adopt").expect(0);

        assertThat(inGuest("cat", "/var/log/counted")).isEqualTo("check\napply\ncheck\ncheck");
    }

    @Test
    @Order(4)
    void an_archive_with_another_checksum_is_refused_and_what_ran_runs_on() throws IOException {
        Path file = folder.resolve("phoenix_lxc_configs.json");
        Files.writeString(
                file,
                Files.readString(file)
                        .replaceFirst("\"sha256\": \"[0-9a-f]{8}", "\"sha256\": \"00000000")
                        .replace("\"version\": \"0.0.1\"", "\"version\": \"0.0.2\""));

        PhoenixCommand.Ended ended = phoenix().expect(1);

        assertThat(ended.err()).contains("has the checksum ", "compare it with the publisher's");
        assertThat(inGuest("systemctl", "is-active", "ollama")).isEqualTo("active");
        assertThat(inGuest("readlink", "/opt/ollama/current")).isEqualTo("0.0.1");
    }

    private PhoenixCommand.Ended phoenix(String... options) {
        return site.phoenix(folder, List.of("9040"), options);
    }

    private String inGuest(String... argv) {
        return hand.inGuest(ID, argv);
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    /** Makes the archive and returns its checksum. */
    private String ollamaArchive() throws IOException, NoSuchAlgorithmException {
        write("ollama/bin/ollama", "#!/bin/sh\nexec sleep infinity\n");
        assertThat(folder.resolve("ollama/bin/ollama").toFile().setExecutable(true, false))
                .isTrue();
        Path archive =
                Files.createDirectories(folder.resolve("features/stand_ins")).resolve("ollama.tgz");
        try (LocalShell shell = new LocalShell()) {
            assertThat(shell.run(Command.of(
                                    "tar",
                                    "--create",
                                    "--gzip",
                                    "--file",
                                    archive.toString(),
                                    "--directory",
                                    folder.resolve("ollama").toString(),
                                    "bin"))
                            .succeeded())
                    .isTrue();
        }
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(archive)));
    }

    private static final String COUNTED = """
            #!/bin/sh
            echo "$1" >>/var/log/counted
            case $1 in
              check) test -e /etc/counted ;;
              apply) touch /etc/counted ;;
            esac
            """;

    /** Puts the stand-ins where the features look: first on the path, and where their parameters point. */
    private static final String STAND_INS = """
            #!/bin/sh
            set -eu
            . ./phoenix.sh
            [ "$1" = apply ] || { test -e /srv/stand-in/done; exit; }
            apt_install python3
            mkdir -p /srv/stand-in
            cp ollama.tgz /srv/stand-in/ollama.tgz
            write_file /usr/local/bin/curl 0755 <<'END'
            #!/bin/sh
            # A stand-in: Ollama's archive from this machine, and a Portainer that answers. All else is the real curl's.
            case "$*" in
              *https://ollama.stand-in/*)
                while [ "$1" != --output ]; do shift; done
                exec cp /srv/stand-in/ollama.tgz "$2" ;;
              *https://localhost:9443/*) exit 0 ;;
            esac
            exec /usr/bin/curl "$@"
            END
            write_file /usr/local/bin/docker 0755 <<'END'
            #!/bin/sh
            # A stand-in for Docker's command: writes down what it is asked, and remembers one container.
            echo "$*" >>/var/log/stand-in-docker
            case $1 in
              run)
                for word in "$@"; do case $word in phoenix.wish=*) echo "${word#phoenix.wish=}" >/srv/stand-in/wish ;; esac; done ;;
              rm) rm -f /srv/stand-in/wish ;;
              inspect)
                [ -e /srv/stand-in/wish ] || exit 1
                case "$*" in *Running*) echo true ;; *) cat /srv/stand-in/wish ;; esac ;;
            esac
            END
            write_file /usr/local/bin/nvidia-smi 0755 <<'END'
            #!/bin/sh
            echo stand-in
            END
            python3 - <<'END'
            import os, zipfile
            for name, version, files in (
                ("greeter", "1.0", {"greeter.py": "WORD = 'hello'\\n"}),
                ("vllm", "0.10.2", {"vllm.py": ""}),
            ):
                folder = "/srv/stand-in/simple/" + name
                os.makedirs(folder, exist_ok=True)
                wheel = f"{name}-{version}-py3-none-any.whl"
                info = f"{name}-{version}.dist-info"
                with zipfile.ZipFile(f"{folder}/{wheel}", "w") as archive:
                    for path, text in files.items():
                        archive.writestr(path, text)
                    archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n")
                    archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
                    archive.writestr(f"{info}/RECORD", "")
                open(f"{folder}/index.html", "w").write(f'<a href="{wheel}">{wheel}</a>')
            END
            touch /srv/stand-in/done
            """;
}
