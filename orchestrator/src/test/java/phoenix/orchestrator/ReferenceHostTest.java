package phoenix.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.config.ConfigLoader;
import phoenix.orchestrator.config.FeatureFolders;
import phoenix.orchestrator.config.Loaded;
import phoenix.orchestrator.host.HostConsent;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.WipeConsent;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.api.AccessApi;
import phoenix.pve.api.ClusterFirewallApi;
import phoenix.pve.api.ClusterFirewallApi.RuleList;
import phoenix.pve.api.NetworkApi;
import phoenix.pve.api.StorageConfigApi;

/** The node of the reference fleet, planned for a machine on which Proxmox VE was just installed. */
class ReferenceHostTest {
    private static final Path HOME =
            Path.of(System.getProperty("phoenix.home", "..")).toAbsolutePath();
    private static final String DISKS = "/dev/disk/by-id/nvme-Samsung_SSD_990_EVO_Plus_";

    private static Plan plan(Set<HostConsent> given, String release) {
        Loaded loaded = ConfigLoader.load(
                HOME.resolve("examples/reference-fleet"),
                new FeatureFolders(List.of(HOME.resolve("features"))),
                Map.of());
        assertThat(loaded.isUsable()).isTrue();
        HostPlanner planner =
                new HostPlanner(loaded.host(), new HostPlanner.Standpoint("phoenix", ""), WipeConsent.NONE, given);
        return planner.plan(bare(release));
    }

    /** A machine with its disks, its GPU and the installer's bridge. */
    private static HostFacts bare(String release) {
        List<String> disks = new ArrayList<>();
        for (String disk : List.of("2TB_SERIAL0000000001", "2TB_SERIAL0000000002", "4TB_SERIAL0000000003")) {
            disks.add("disk\t" + DISKS + disk + "\t/dev/nvme" + disks.size() + "n1\t2000398934016\t" + disk.substring(4)
                    + "\tSamsung SSD 990");
        }
        Map<String, String> scripts = new HashMap<>();
        scripts.put("look-disks.sh", String.join("\n", disks));
        scripts.put("look-host-name.sh", "name phoenix");
        scripts.put("look-release.sh", "release " + release);
        scripts.put("look-time-zone.sh", "zone Etc/UTC");
        scripts.put("look-network.sh", "ifreload yes");
        scripts.put("look-nvidia.sh", "device 0000:01:00.0\nkernel 6.8.12-9-pve no\nnouveau loaded");
        Map<String, Object> calls = new HashMap<>();
        calls.put(StorageConfigApi.list().toString(), List.of(Map.of("storage", "local", "type", "dir")));
        calls.put(AccessApi.users().toString(), Map.of("root@pam", ""));
        calls.put(AccessApi.rules().toString(), List.of());
        calls.put(ClusterFirewallApi.options().toString(), new TreeMap<String, String>());
        calls.put(ClusterFirewallApi.rules(RuleList.ofCluster()).toString(), List.of());
        calls.put(ClusterFirewallApi.nodeOptions("phoenix").toString(), new TreeMap<String, String>());
        calls.put(ClusterFirewallApi.rules(RuleList.ofNode("phoenix")).toString(), List.of());
        calls.put(
                NetworkApi.list("phoenix").toString(),
                List.of(Map.of(
                        "iface",
                        "vmbr0",
                        "type",
                        "bridge",
                        "cidr",
                        "10.0.0.99/24",
                        "gateway",
                        "10.0.0.1",
                        "bridge_ports",
                        "eno1")));
        return new HostFacts(scripts, calls);
    }

    private static List<String> names(Plan plan, Subject.Action action) {
        return plan.subjects().stream()
                .filter(subject -> subject.action() == action)
                .map(Subject::id)
                .toList();
    }

    private static String preview(Plan plan) {
        List<String> lines = new ArrayList<>();
        for (Subject subject : plan.subjects()) {
            for (Step step : subject.steps()) {
                lines.addAll(step.preview());
            }
        }
        return String.join("\n", lines);
    }

    @Test
    void all_of_it_is_planned_from_nothing_and_the_network_waits_for_consent() {
        Plan plan = plan(Set.of(), "bookworm");

        assertThat(names(plan, Subject.Action.REFUSE)).containsExactly("network bridges");
        assertThat(names(plan, Subject.Action.CREATE))
                .contains(
                        "user phoenix_admin",
                        "pool quickOS",
                        "pool fastData",
                        "data set quickOS/lxc-disks",
                        "storage quickOS-lxc-disks",
                        "storage fastData-shared-backups");
        assertThat(names(plan, Subject.Action.CHANGE)).contains("time zone", "ZFS cache", "firewall", "NVIDIA driver");
        assertThat(names(plan(Set.of(HostConsent.NETWORK), "bookworm"), Subject.Action.REFUSE))
                .isEmpty();
    }

    @Test
    void what_is_done_is_what_the_file_says() {
        assertThat(preview(plan(Set.of(HostConsent.NETWORK), "trixie")))
                .contains("zpool create")
                .contains("mirror " + DISKS + "2TB_SERIAL0000000001 " + DISKS + "2TB_SERIAL0000000002")
                .contains("recordsize=1M", "quota=1.4T")
                .contains("PUT /nodes/phoenix/network/vmbr0 bridge_ports=eno1 cidr=10.0.0.13/24")
                .contains("install-nvidia.sh 580.76.05 https://us.download.nvidia.com/")
                .contains("\"/fastData/shared-bulk-data\" 10.0.0.101(")
                .contains("PUT /cluster/firewall/options enable=1 policy_in=DROP policy_out=ACCEPT");
    }

    @Test
    void the_same_facts_give_the_same_plan() {
        assertThat(preview(plan(Set.of(), "trixie"))).isEqualTo(preview(plan(Set.of(), "trixie")));
    }

    @Test
    void no_secret_is_shown() {
        assertThat(preview(plan(Set.of(HostConsent.NETWORK), "bookworm"))).doesNotContainPattern("\\$(y|6)\\$");
    }
}
