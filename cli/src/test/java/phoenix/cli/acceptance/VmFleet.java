package phoenix.cli.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A configuration folder for the tests: a template 9010 from a cloud image, and 9011, a linked clone that serves a page with what the image
 * has already.
 */
final class VmFleet {
    static final int TEMPLATE = 9010;
    static final int SERVER = 9011;
    static final int BROKEN = 9012;
    static final int AGENTLESS = 9013;

    private static final String FILE = "phoenix_vm_configs.json";

    private final Path folder;
    private final Site site;
    private final String publicKey;
    private int memoryMiB = 640;
    private int diskGiB = 4;
    private boolean withBroken;
    private boolean withAgentless;

    private VmFleet(Path folder, Site site, String publicKey) {
        this.folder = folder;
        this.site = site;
        this.publicKey = publicKey;
    }

    /** @param publicKey what the user {@code admin} of 9011 logs in with */
    static VmFleet in(Path folder, Site site, String publicKey) {
        VmFleet fleet = new VmFleet(folder, site, publicKey);
        fleet.write("phoenix_lxc_configs.json", "{\"lxc_configs\": {}}\n");
        fleet.write("scripts/page.sh", PAGE);
        fleet.write("features/marker/feature.json", "{\"description\": \"a mark\", \"kinds\": [\"vm\"]}\n");
        fleet.write("features/marker/feature.sh", MARKER);
        fleet.write(FILE, fleet.vms());
        return fleet;
    }

    String path() {
        return folder.toString();
    }

    String address() {
        return site.network() + ".211";
    }

    void memory(int memory) {
        memoryMiB = memory;
        write(FILE, vms());
    }

    void disk(int disk) {
        diskGiB = disk;
        write(FILE, vms());
    }

    /** Adds 9012, whose cloud-init is told to do what fails. */
    void withBroken() {
        withBroken = true;
        write(FILE, vms());
    }

    /** Adds 9013, which has no guest agent and is worked on by SSH. */
    void withAgentless() {
        withAgentless = true;
        write(FILE, vms());
    }

    String agentlessAddress() {
        return site.network() + ".213";
    }

    private void write(String file, String text) {
        try {
            Path path = folder.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String vms() {
        String broken = withBroken ? """
                ,
                {
                  "vmid": 9012,
                  "name": "test-broken",
                  "clone_from_vmid": 9010,
                  "network_config": {"ip": "%1$s.212/24", "gw": "%1$s.1"},
                  "runcmd": ["echo the-last-words >&2; exit 7"]
                }""".formatted(site.network()) : "";
        String agentless = withAgentless ? """
                ,
                {
                  "vmid": 9013,
                  "name": "test-agentless",
                  "clone_from_vmid": 9010,
                  "agent": false,
                  "network_config": {"ip": "%1$s.213/24", "gw": "%1$s.1"},
                  "user_config": {"username": "admin", "ssh_public_keys": ["%2$s"]},
                  "features": ["marker"],
                  "health_check": {"command": "test $(id -un) = root"}
                }""".formatted(site.network(), publicKey) : "";
        return """
            {
              "vm_defaults": {"storage_pool": "%2$s", "network_bridge": "vmbr0", "cores": 2, "memory_mb": 640},
              "vms": [
                {
                  "vmid": 9010,
                  "name": "test-vm-template",
                  "template_image": "%3$s",
                  "is_template": true
                },
                {
                  "vmid": 9011,
                  "name": "test-vm",
                  "clone_from_vmid": 9010,
                  "memory_mb": %4$d,
                  "disk_size_gb": %5$d,
                  "network_config": {"ip": "%1$s.211/24", "gw": "%1$s.1"},
                  "nameservers": ["%1$s.1"],
                  "user_config": {"username": "admin", "ssh_public_keys": ["%6$s"], "groups": ["adm"]},
                  "write_files": [{"path": "/etc/test/yes", "content": "0755\\n1:30\\n~\\n", "permissions": "0640"}],
                  "features": ["marker"],
                  "application_script": "page.sh",
                  "snapshots": [{"name": "ready", "after": "health", "with_memory": true}],
                  "health_check": {"command": "curl -fsS http://localhost:8080/ | grep -q 9011", "retries": 20, "interval": 1}
                }%7$s%8$s
              ]
            }
            """.formatted(
                        site.network(), site.storage(), site.image(), memoryMiB, diskGiB, publicKey, broken, agentless);
    }

    private static final String PAGE = """
            #!/bin/sh
            set -eu
            . "$PHOENIX_DIR/phoenix.sh"
            test -e /etc/marker
            mkdir -p /srv/web
            echo "$PHOENIX_GUEST_ID" >/srv/web/index.html
            cat >/etc/systemd/system/web.service <<'UNIT'
            [Service]
            ExecStart=/usr/bin/python3 -m http.server 8080 --directory /srv/web
            DynamicUser=yes

            [Install]
            WantedBy=multi-user.target
            UNIT
            systemctl daemon-reload
            systemctl enable web.service
            systemctl restart web.service
            """;

    private static final String MARKER = """
            #!/bin/sh
            set -eu
            case $1 in
              check) test -e /etc/marker ;;
              apply) echo applied >>/etc/marker ;;
            esac
            """;
}
