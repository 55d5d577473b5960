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
    void a_file_that_was_set_aside_stays_so_and_is_told_while_the_installer_put_no_other_there() {
        String file = "regular file\t644\troot:root\t0:0\t/etc/apt/sources.list.d/%s\t\n";
        String aside = file.formatted("ceph.list.disabled-by-phoenix");

        assertThat(dropped(aside)).singleElement().matches(HostResource::isAsDeclared);
        assertThat(dropped(aside).get(0).remarks())
                .singleElement()
                .asString()
                .contains(
                        "mv /etc/apt/sources.list.d/ceph.list.disabled-by-phoenix /etc/apt/sources.list.d/ceph.list;");
        assertThat(dropped(aside + file.formatted("ceph.list"))).isEmpty();
    }

    private static List<HostResource> dropped(String files) {
        return new Repositories()
                .compare(
                        DesiredHost.EMPTY,
                        HostFacts.of(Map.of("look-release.sh", "release trixie", "files-of-repositories", files)));
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
