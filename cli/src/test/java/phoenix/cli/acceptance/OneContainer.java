package phoenix.cli.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import phoenix.pve.VmId;
import phoenix.pve.api.LxcApi;
import phoenix.pve.api.PveClient;
import phoenix.pve.api.Snapshot;

/** A configuration folder with one container made from a template, whose application script a test writes as it needs. */
final class OneContainer implements AutoCloseable {
    private final Site site;
    private final Path folder;
    private final int id;

    /** @param id the guest; it is removed first, and at the end; its name is {@code trouble-<id>}, its address ends with 200 + id % 20 */
    OneContainer(Site site, Path folder, int id) {
        this.site = site;
        this.folder = folder;
        this.id = id;
        health("true");
        delete();
    }

    /** A shell command that says whether the container is well. */
    OneContainer health(String command) {
        return write("phoenix_lxc_configs.json", """
            {
              "lxc_configs": {
                "%1$d": {
                  "name": "%2$s",
                  "template": "%3$s",
                  "storage_pool": "%4$s",
                  "storage_size_gb": 1,
                  "memory_mb": 256,
                  "swap_mb": 0,
                  "cores": 1,
                  "unprivileged": true,
                  "pct_options": ["nesting=1"],
                  "network_config": {"name": "eth0", "bridge": "vmbr0", "ip": "%5$s.%6$d/24", "gw": "%5$s.1"},
                  "application_script": "application.sh",
                  "script_timeout_seconds": 6,
                  "health_check": {"command": "%7$s", "retries": 0, "interval": 1}
                }
              }
            }
            """.formatted(
                        id, name(), site.template(), site.storage(), site.network(), 200 + id % 20, command));
    }

    /** What its application script does; each run is counted inside the guest. */
    OneContainer application(String... lines) {
        String head = "#!/bin/sh\nset -eu\necho run >>/var/log/test-application-runs\n";
        return write("scripts/application.sh", head + String.join("\n", lines) + "\n");
    }

    private OneContainer write(String file, String text) {
        try {
            Path path = folder.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return "trouble-" + id;
    }

    /** The options of the command that makes it. */
    String[] commandLine(String... options) {
        List<String> all = new ArrayList<>(List.of("--config", folder.toString(), "--all"));
        all.addAll(List.of(options));
        return site.commandLine(all.toArray(String[]::new));
    }

    /** Runs the command that makes it. */
    PhoenixCommand.Ended converge() {
        return PhoenixCommand.run(site.commandEnvironment(), Site.COMMAND_LIMIT, commandLine());
    }

    String inside(String... argv) {
        return site.inGuest(id, argv);
    }

    /** How often its application script was begun. */
    long runs() {
        return inside("cat", "/var/log/test-application-runs").lines().count();
    }

    List<String> snapshots() {
        try (PveClient client = site.client()) {
            return client.send(LxcApi.snapshots("pve", new VmId(id), name())).stream()
                    .map(Snapshot::name)
                    .sorted()
                    .toList();
        }
    }

    private void delete() {
        site.phoenix("--delete", Integer.toString(id), "--yes").expect(0);
    }

    @Override
    public void close() {
        delete();
    }
}
