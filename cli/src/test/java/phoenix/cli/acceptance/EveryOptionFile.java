package phoenix.cli.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** A configuration folder with one container that declares every option that a test's node can have. */
final class EveryOptionFile {
    static final int ID = 9030;
    static final String NODE_FOLDER = "/srv/phoenix-every-option";

    private final Path folder;
    private final Site site;

    EveryOptionFile(Path folder, Site site) {
        this.folder = folder;
        this.site = site;
        writeEverything();
    }

    String path() {
        return folder.toString();
    }

    void writeEverything() {
        write(EVERYTHING);
    }

    /** What a container cannot do without, and nothing else. */
    void writeTheLeast() {
        write(LEAST);
    }

    /** Changes the text that is there. */
    void edit(UnaryOperator<String> change) {
        try {
            String before = Files.readString(file());
            String after = change.apply(before);
            if (after.equals(before)) {
                throw new AssertionError("the edit changed nothing");
            }
            Files.writeString(file(), after);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String text) {
        try {
            Files.writeString(
                    file(),
                    text.replace("ADDRESS", site.dhcp() ? "dhcp" : site.network() + ".230/24")
                            .replace("NETWORK", site.network())
                            .replace("STORAGE", site.storage())
                            .replace("TEMPLATE", site.template())
                            .replace("FOLDER", NODE_FOLDER));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file() {
        return folder.resolve("phoenix_lxc_configs.json");
    }

    private static final String LEAST = """
            {
              "lxc_configs": {
                "9030": {
                  "name": "every-option",
                  "template": "TEMPLATE",
                  "storage_pool": "STORAGE",
                  "storage_size_gb": 1,
                  "unprivileged": true,
                  "pct_options": ["nesting=1"],
                  "network_config": {"name": "eth0", "bridge": "vmbr0", "ip": "ADDRESS"}
                }
              }
            }
            """;

    private static final String EVERYTHING = """
            {
              "lxc_configs": {
                "9030": {
                  "name": "every-option",
                  "template": "TEMPLATE",
                  "storage_pool": "STORAGE",
                  "storage_size_gb": 1,
                  "memory_mb": 256,
                  "swap_mb": 64,
                  "cores": 1,
                  "cpulimit": 0.5,
                  "cpuunits": 50,
                  "unprivileged": true,
                  "network_config": [
                    {"name": "eth0", "bridge": "vmbr0", "ip": "NETWORK.230/24", "gw": "NETWORK.1", "firewall": true},
                    {"name": "eth1", "bridge": "vmbr0", "ip": "198.51.100.230/24", "ip6": "fd00:89:0::230/64", "mtu": 1400, "vlan": 7,
                     "mac_address": "bc:24:11:00:90:30"}
                  ],
                  "nameservers": ["NETWORK.1", "fd00::53"],
                  "searchdomain": "test.example",
                  "firewall": {
                    "enabled": true,
                    "policy_in": "DROP",
                    "policy_out": "ACCEPT",
                    "rules": [
                      {"type": "in", "action": "ACCEPT", "source": "NETWORK.0/24", "proto": "tcp", "port": "22,80",
                       "comment": "from # the bridge"},
                      {"type": "in", "action": "ACCEPT", "proto": "icmp"},
                      {"type": "out", "action": "REJECT", "dest": "192.0.2.1", "proto": "tcp", "port": "25"}
                    ]
                  },
                  "mount_points": [
                    {"host_path": "FOLDER/shared", "container_path": "/shared", "owner": "0:0"},
                    {"host_path": "FOLDER/media", "container_path": "/media/library", "read_only": true}
                  ],
                  "volumes": [
                    {"name": "data", "pool": "STORAGE", "size_gb": 1, "mount_point": "/data", "backup": true}
                  ],
                  "devices": ["/dev/net/tun", {"path": "/dev/full", "mode": "0664", "gid": 20}],
                  "pct_options": ["nesting=1", "keyctl=1", "fuse=1", "mknod=1", "mount=nfs;cifs"],
                  "lxc_options": ["lxc.environment=EVERY=option", "lxc.prlimit.nofile: 4096"],
                  "timezone": "Europe/Vienna",
                  "tags": ["Web", "production"],
                  "description": "# Every option\\n\\n100 % of them: \\"all\\".",
                  "start_at_boot": true,
                  "boot_order": 7,
                  "boot_delay": 5,
                  "boot_stop_seconds": 20,
                  "health_check": {"command": "test -d /data", "retries": 3, "interval": 1}
                }
              }
            }
            """;
}
