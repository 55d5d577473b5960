package phoenix.orchestrator.host.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostSystem;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostResource;

class RepositoriesTest {
    private static List<String> plan(String release, boolean enterprise, String files) {
        DesiredHost want = DesiredHost.EMPTY.with(new HostSystem(
                null, null, null, null, List.of(), false, new HostSystem.Repositories(enterprise, "squid"), List.of()));
        HostResource found = new Repositories()
                .compare(
                        want,
                        HostFacts.of(Map.of("look-release.sh", "release " + release, "files-of-repositories", files)))
                .get(0);
        return found.acts().stream().flatMap(act -> act.preview().stream()).toList();
    }

    @Test
    void proxmox_8_gets_lines() {
        assertThat(plan("bookworm", false, ""))
                .contains(
                        "    deb http://download.proxmox.com/debian/pve bookworm pve-no-subscription",
                        "    deb http://download.proxmox.com/debian/ceph-squid bookworm no-subscription");
    }

    @Test
    void proxmox_9_gets_paragraphs_signed_by_its_keyring() {
        assertThat(plan("trixie", true, ""))
                .contains(
                        "    URIs: https://enterprise.proxmox.com/debian/pve",
                        "    Suites: trixie",
                        "    Components: pve-enterprise",
                        "    Signed-By: /usr/share/keyrings/proxmox-archive-keyring.gpg");
    }

    @Test
    void the_installer_s_file_is_set_aside_unless_it_says_nothing() {
        String file = "regular file\t644\troot:root\t0:0\t/etc/apt/sources.list.d/%s\t%s\n";
        String read = Base64.getEncoder().encodeToString("deb x\n".getBytes(StandardCharsets.UTF_8));
        String comment = Base64.getEncoder().encodeToString("# deb x\n".getBytes(StandardCharsets.UTF_8));

        assertThat(plan(
                        "bookworm",
                        false,
                        file.formatted("pve-enterprise.list", read) + file.formatted("ceph.list", comment)))
                .contains("run on the node: mv /etc/apt/sources.list.d/pve-enterprise.list"
                        + " /etc/apt/sources.list.d/pve-enterprise.list.disabled-by-phoenix")
                .noneMatch(line -> line.contains("ceph.list.disabled"));
    }
}
