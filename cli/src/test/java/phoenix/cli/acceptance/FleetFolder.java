package phoenix.cli.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import phoenix.pve.VmId;

/**
 * A configuration folder for the tests: a template 9000 with a feature of its own, and 9001, a clone that serves a page.
 *
 * <p>Neither needs a package from outside: the page is served by what a minimal Debian has.
 */
final class FleetFolder {
    static final VmId TEMPLATE = new VmId(9000);
    static final VmId SERVER = new VmId(9001);
    /** The line that asks for a snapshot of the template by its stage. */
    static final String BY_STAGE = "\"snapshots\": [{\"name\": \"marked\", \"after\": \"marker\"}],";

    private static final String LXC_FILE = "phoenix_lxc_configs.json";

    private final Path folder;

    private FleetFolder(Path folder) {
        this.folder = folder;
    }

    static FleetFolder in(Path folder, Site site) {
        FleetFolder fleet = new FleetFolder(folder);
        fleet.write(LXC_FILE, containers(site));
        fleet.write("scripts/serve.sh", SERVE);
        fleet.write("scripts/page.txt", "hello from the test\n");
        fleet.write("features/marker/feature.sh", MARKER);
        return fleet;
    }

    String path() {
        return folder.toString();
    }

    /** Changes the containers' file. */
    void edit(UnaryOperator<String> change) {
        try {
            String before = Files.readString(folder.resolve(LXC_FILE));
            String after = change.apply(before);
            if (after.equals(before)) {
                throw new AssertionError("the edit changed nothing");
            }
            write(LXC_FILE, after);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(String file, String text) {
        try {
            Path path = folder.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String containers(Site site) {
        return """
            {
              "lxc_configs": {
                "9000": {
                  "name": "test-template",
                  "template": "%3$s",
                  "template_snapshot_name": "base-ready",
                  %4$s
                  "storage_pool": "%2$s",
                  "storage_size_gb": 2,
                  "memory_mb": 256,
                  "swap_mb": 0,
                  "cores": 1,
                  "unprivileged": true,
                  "pct_options": ["nesting=1"],
                  "network_config": {"name": "eth0", "bridge": "vmbr0", "ip": "%1$s.240/24", "gw": "%1$s.1"},
                  "features": ["marker"]
                },
                "9001": {
                  "name": "test-server",
                  "clone_from_ctid": "9000",
                  "storage_pool": "%2$s",
                  "storage_size_gb": 2,
                  "memory_mb": 256,
                  "swap_mb": 0,
                  "cores": 1,
                  "unprivileged": true,
                  "pct_options": ["nesting=1"],
                  "network_config": {"name": "eth0", "bridge": "vmbr0", "ip": "%1$s.241/24", "gw": "%1$s.1"},
                  "start_at_boot": true,
                  "boot_order": 1,
                  "boot_delay": 5,
                  "application_script": "serve.sh",
                  "application_files": ["scripts/page.txt"],
                  "script_timeout_seconds": 120,
                  "health_check": {"command": "test -s /srv/page.txt && test ! -e /tmp/ill", "retries": 3, "interval": 1}
                }
              }
            }
            """.formatted(site.network(), site.storage(), site.template(), BY_STAGE);
    }

    private static final String SERVE = """
            #!/bin/sh
            set -eu
            . ./phoenix.sh
            grep -q '"test-server"' "$PHOENIX_CONFIG"
            ! grep -q test-template "$PHOENIX_CONFIG"
            [ "$(stat -c %a .)" = 700 ]
            echo "$PHOENIX_GUEST_ID" >>/var/log/test-application-runs
            cp page.txt /srv/page.txt
            log "serving for $PHOENIX_GUEST_NAME"
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
