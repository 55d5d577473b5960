package phoenix.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What does not fit together in a configuration whose every part is right by itself: {@code check-problems.txt}. */
class CheckProblemsTest {
    private static final String NETWORK = "\"network_config\": {\"ip\": \"10.0.0.80/24\", \"gw\": \"10.0.0.1\"}";
    private static final String POOLS =
            "\"pools\": [{\"name\": \"tank\", \"raid_level\": \"mirror\", \"disks\": [\"/dev/disk/by-id/nvme-a_2TB_1\","
                    + " \"/dev/disk/by-id/nvme-a_2TB_2\"]}]";

    private final Map<String, Consumer<ConfigFolder>> cases = new LinkedHashMap<>();

    @TestFactory
    Stream<DynamicTest> each_problem_says_what_where_and_what_to_write(@TempDir Path temp) throws IOException {
        identities();
        clones();
        needs();
        network();
        features();
        graphics();
        snapshots();
        storages();
        dataSets();
        sharedFolders();
        capacity();
        roles();
        files();
        lengths();
        Map<String, String> shown = new LinkedHashMap<>();
        int number = 0;
        for (Map.Entry<String, Consumer<ConfigFolder>> each : cases.entrySet()) {
            ConfigFolder folder = new ConfigFolder(Files.createDirectory(temp.resolve("case" + number++)));
            each.getValue().accept(folder);
            boolean written = Files.exists(folder.path().resolve(ConfigLoader.LXC_FILE));
            shown.put(each.getKey(), folder.shown(written ? folder.loadAsItIs() : folder.load()));
        }
        Golden golden = new Golden("check-problems.txt");
        if (Golden.isUpdate()) {
            golden.write(shown);
        }
        List<DynamicTest> tests = new ArrayList<>();
        Golden wanted = new Golden("check-problems.txt");
        shown.forEach((name, text) ->
                tests.add(DynamicTest.dynamicTest(name, () -> assertThat(text).isEqualTo(wanted.expected(name)))));
        tests.add(DynamicTest.dynamicTest(
                "no expected text is left over",
                () -> assertThat(wanted.names()).hasSameElementsAs(shown.keySet())));
        return tests.stream();
    }

    private void lengths() {
        cases.put(
                "a health check's command that is longer than an argument may be",
                folder -> folder.with("953", "health_check", "{\"command\": \"" + "é".repeat(8193) + "\"}"));
    }

    private void identities() {
        cases.put("a VM with the ID of a container", folder -> vms(folder, vm("953", "a")));
        cases.put("two VMs of one ID", folder -> vms(folder, vm("8000", "a"), vm("8000", "b")));
        cases.put("a VM with the name of a container", folder -> vms(folder, vm("8000", "Web")));
        cases.put(
                "a VM with the address of a container",
                folder -> vms(folder, vm("8000", "a", NETWORK.replace("10.0.0.80", "10.0.0.153"))));
        cases.put(
                "a VM with the MAC address of a container",
                folder -> vms(
                        folder.with("953", "mac_address", "\"BC:24:11:00:00:01\""),
                        vm("8000", "a", NETWORK.replace("}", ", \"mac_address\": \"bc:24:11:00:00:01\"}"))));
        cases.put(
                "one IPv6 address in two spellings",
                folder -> folder.with("953", "network_config", ip6("fd00::5/64"))
                        .like953("954", "b", "10.0.0.154/24")
                        .with("954", "network_config", ip6("fd00:0:0:0:0:0:0:5/64")));
        cases.put(
                "one address in two VLANs is no problem",
                folder -> folder.with("953", "network_config", vlan(5))
                        .like953("954", "b", "10.0.0.154/24")
                        .with("954", "network_config", vlan(6)));
    }

    private void clones() {
        cases.put(
                "a container cloned from a VM",
                folder -> vms(folder.with("953", "clone_from_ctid", "8000"), vm("8000", "a", "\"is_template\": true")));
        cases.put("a VM cloned from a container", folder -> vms(folder, clone("8001", "b", "900")));
        cases.put("a VM cloned from one that is not there", folder -> vms(folder, clone("8001", "b", "8000")));
        cases.put("a VM without anything to clone", folder -> vms(folder, vm("8000", "a"), clone("8001", "b", "8000")));
        cases.put(
                "a VM that is a template is cloned without a snapshot",
                folder -> vms(folder, vm("8000", "a", "\"is_template\": true"), clone("8001", "b", "8000")));
        cases.put(
                "a template of a VM with a snapshot",
                folder -> vms(
                        folder, vm("8000", "a", "\"is_template\": true", "\"template_snapshot_name\": \"initial\"")));
        cases.put(
                "a VM smaller than its source",
                folder -> vms(
                        folder,
                        vm("8000", "a", "\"is_template\": true"),
                        clone("8001", "b", "8000").replace("\"disk_size_gb\": 8", "\"disk_size_gb\": 4")));
    }

    private void needs() {
        cases.put(
                "a container may depend on a VM, and a VM on a container",
                folder -> vms(
                        folder.like953("954", "c", "10.0.0.154/24").with("953", "dependencies", "[8000]"),
                        vm("8000", "a", "\"dependencies\": [\"954\"]")));
        cases.put(
                "a VM that depends on nobody there",
                folder -> vms(folder, vm("8000", "a", "\"dependencies\": [8001]")));
        cases.put(
                "a circle of a container and VMs",
                folder -> vms(
                        folder.with("953", "dependencies", "[8001]"),
                        vm("8000", "a", "\"template_snapshot_name\": \"initial\"", "\"dependencies\": [953]"),
                        clone("8001", "b", "8000")));
        cases.put(
                "a dependency on a VM that is a template",
                folder -> vms(folder.with("953", "dependencies", "[8000]"), vm("8000", "a", "\"is_template\": true")));
        cases.put(
                "a dependency on a container that is a template of Proxmox's own",
                folder -> proxmoxTemplate(folder).with("953", "dependencies", "[900]"));
        cases.put(
                "a template of Proxmox's own that starts at boot",
                folder -> proxmoxTemplate(folder).with("900", "start_at_boot", "true"));
        cases.put(
                "a guest that needs itself, and a circle through it",
                folder -> folder.with("953", "dependencies", "[953, 954]")
                        .like953("954", "b", "10.0.0.154/24")
                        .with("954", "dependencies", "[953]"));
        cases.put(
                "two circles",
                folder -> folder.with("953", "dependencies", "[954]")
                        .like953("954", "b", "10.0.0.154/24")
                        .with("954", "dependencies", "[953, 955]")
                        .like953("955", "c", "10.0.0.155/24")
                        .with("955", "dependencies", "[956]")
                        .like953("956", "d", "10.0.0.156/24")
                        .with("956", "dependencies", "[955]"));
    }

    private void network() {
        cases.put(
                "a VM outside the node's subnet",
                folder -> vms(host(folder, subnet()), vm("8000", "a", NETWORK.replace("10.0.0.", "10.0.7."))));
        cases.put(
                "a gateway outside the node's subnet",
                folder -> host(folder, subnet())
                        .with(
                                "953",
                                "network_config",
                                ConfigFolder.network("10.0.0.153/16").replace("10.0.0.1\"", "10.0.1.1\"")));
    }

    private static String subnet() {
        return "\"network\": {\"default_subnet\": \"10.0.0.0/24\", \"interfaces\": {\"name\": \"vmbr0\", \"address\":"
                + " \"10.0.0.2/24\"}}";
    }

    private void features() {
        cases.put(
                "a device that one of Proxmox's features brings as well",
                folder -> folder.with("953", "pct_options", "[\"nesting=1\", \"fuse=1\"]")
                        .with("953", "devices", "[\"/dev/net/tun\", {\"path\": \"/dev/fuse\"}]"));
        cases.put(
                "what a feature needs may come from far up",
                folder -> folder.feature("base_setup")
                        .feature("docker", "base_setup")
                        .with("900", "features", "[\"base_setup\"]")
                        .with("953", "template_snapshot_name", "\"mine\"")
                        .like953("954", "c", "10.0.0.154/24")
                        .with("954", "clone_from_ctid", "953")
                        .with("954", "features", "[\"docker\"]"));
    }

    private void graphics() {
        Consumer<ConfigFolder> nvidia = folder -> folder.feature("nvidia").with("953", "features", "[\"nvidia\"]");
        cases.put("the feature nvidia without a GPU", nvidia);
        cases.put(
                "a GPU without the feature nvidia",
                folder -> folder.feature("nvidia").with("953", "gpu_assignment", "[0]"));
        cases.put("a GPU and its feature", nvidia.andThen(folder -> folder.with("953", "gpu_assignment", "\"0, 1\"")));
        cases.put(
                "a feature and a GPU from the source",
                folder -> folder.feature("nvidia")
                        .with("900", "features", "[\"nvidia\"]")
                        .with("900", "gpu_assignment", "[0]"));
        cases.put(
                "no GPU, but a source with one",
                folder -> folder.feature("nvidia")
                        .with("900", "features", "[\"nvidia\"]")
                        .with("900", "gpu_assignment", "[0]")
                        .with("953", "gpu_assignment", "\"none\""));
        cases.put(
                "a GPU that a VM takes away",
                nvidia.andThen(folder ->
                        vms(folder.with("953", "gpu_assignment", "[0]"), vm("8000", "a", "\"gpu_assignment\": [0]"))));
        cases.put(
                "a GPU that a VM takes away by its address",
                nvidia.andThen(folder -> vms(
                        host(folder, "\"gpus\": [{\"address\": \"0000:01:00.0\"}]")
                                .with("953", "gpu_assignment", "[0]"),
                        vm("8000", "a", "\"pci_devices\": [\"01:00\"]"))));
        cases.put(
                "a GPU that two VMs take",
                folder -> vms(
                        folder,
                        vm("8000", "a", "\"gpu_assignment\": [1]"),
                        vm("8001", "b", "\"gpu_assignment\": [1]")));
        cases.put("a device that two VMs take", folder -> devices(folder, "0000:03:00.0", "03:00"));
        cases.put("two functions of a device for two VMs", folder -> devices(folder, "0000:03:00.0", "03:00.1"));
        cases.put("a resource mapping that two VMs name", folder -> devices(folder, "capture-card", "capture-card"));
        cases.put("a device that is no address and no mapping", folder -> devices(folder, "03:00.0", "03:00.9"));
        cases.put(
                "a GPU that the host does not have",
                nvidia.andThen(folder -> host(folder, "\"gpus\": [{\"address\": \"0000:01:00.0\"}]")
                        .with("953", "gpu_assignment", "[0, 1]")));
        cases.put(
                "a GPU that is left to VMs and given to a container",
                nvidia.andThen(folder -> host(
                                folder,
                                "\"gpus\": [{\"address\": \"0000:01:00.0\"}], \"vfio\": {\"devices\": [\"01:00.0\"]}")
                        .with("953", "gpu_assignment", "[0]")));
    }

    private static void devices(ConfigFolder folder, String one, String other) {
        vms(
                folder,
                vm("8000", "a", "\"pci_devices\": [\"" + one + "\"]"),
                vm("8001", "b", "\"pci_devices\": [\"" + other + "\"]"));
    }

    private void snapshots() {
        String bind = "[{\"host_path\": \"/srv/a\", \"container_path\": \"/a\"}]";
        cases.put("a template with a folder of the node", folder -> folder.with("900", "mount_points", bind));
        cases.put(
                "a template with a shared volume",
                folder -> host(
                        folder,
                        "\"shared_volumes\": {\"a\": {\"host_path\": \"/srv/a\", \"mounts\": {\"900\": \"/a\"}}}"));
        cases.put(
                "a template of Proxmox's own with a folder of the node",
                folder -> proxmoxTemplate(folder).with("900", "mount_points", bind));
        cases.put("a container with a folder of the node", folder -> folder.with("953", "mount_points", bind));
        cases.put(
                "a template on a storage without snapshots",
                folder -> host(folder, zfs(dataSet("files", "dir", "rootdir")))
                        .with("900", "storage_pool", "\"tank-files\""));
        cases.put(
                "linked clones on a storage that links none",
                folder -> host(proxmoxTemplate(folder), zfs(dataSet("files", "dir", "rootdir")))
                        .with("900", "storage_pool", "\"tank-files\"")
                        .with("953", "storage_pool", "\"tank-files\"")
                        .with("953", "full_clone", "false"));
        cases.put(
                "a volume on a storage without snapshots",
                folder -> host(folder, zfs(dataSet("files", "dir", "rootdir")))
                        .with("953", "volumes", volume("tank-files")));
    }

    private static ConfigFolder proxmoxTemplate(ConfigFolder folder) {
        return folder.without("900", "template_snapshot_name").with("900", "is_template", "true");
    }

    private void storages() {
        String both = zfs(dataSet("vms", "zfspool", "images"), dataSet("lxc", "zfspool", "rootdir"));
        cases.put(
                "a container on a storage for VMs",
                folder -> host(folder, both).with("953", "storage_pool", "\"tank-vms\""));
        cases.put(
                "a volume on a storage for VMs",
                folder -> host(folder, both).with("953", "volumes", volume("tank-vms")));
        cases.put(
                "a VM on a storage for containers",
                folder -> vms(host(folder, both), vm("8000", "a").replace("\"local-zfs\"", "\"tank-lxc\"")));
        cases.put(
                "a storage that is almost declared",
                folder -> host(folder, both).with("953", "storage_pool", "\"tank-lcx\""));
        cases.put(
                "a storage in the defaults is reported once",
                folder -> host(folder, both).file(ConfigLoader.LXC_FILE, """
                        {
                          "defaults": {"storage_pool": "tank-vms", "storage_size_gb": 8, "template": "debian-12-standard"},
                          "lxc_configs": {
                            "900": {"name": "a", "network_config": {"name": "eth0", "bridge": "vmbr0", "ip": "dhcp"}},
                            "901": {"name": "b", "network_config": {"name": "eth0", "bridge": "vmbr0", "ip": "dhcp"}}
                          }
                        }
                        """));
    }

    private void dataSets() {
        cases.put(
                "a data set that was copied by mistake",
                folder -> host(folder, zfs(dataSet("iso", "dir", "iso"), dataSet("tank-iso", "dir", "iso"))));
        cases.put("a data set with its pool's name", folder -> host(folder, zfs(dataSet("tank-iso", "dir", "iso"))));
        cases.put(
                "a data set twice",
                folder -> host(folder, zfs(dataSet("iso", "dir", "iso"), dataSet("iso", "dir", "vztmpl"))));
        cases.put(
                "a data set of no pool",
                folder -> host(folder, zfs(dataSet("iso", "dir", "iso").replace("\"tank\"", "\"tnak\""))));
        cases.put(
                "a pool twice",
                folder -> host(
                        folder,
                        zfs().replace(
                                        "]}]",
                                        "]}, {\"name\": \"tank\", \"raid_level\": \"single\","
                                                + " \"disks\": [\"/dev/disk/by-id/nvme-b\"]}]")));
        cases.put(
                "a disk in two pools",
                folder -> host(
                        folder,
                        zfs().replace(
                                        "]}]",
                                        "]}, {\"name\": \"other\", \"raid_level\": \"single\","
                                                + " \"disks\": [\"/dev/disk/by-id/nvme-a_2TB_2\"]}]")));
        cases.put(
                "quotas over a mirror of two disks",
                folder -> host(folder, zfs(quota("a", "1.5T"), quota("b", "400G"))));
        cases.put("quotas that fit", folder -> host(folder, zfs(quota("a", "1400G"), quota("b", "400G"))));
        cases.put(
                "quotas over the size that is given",
                folder -> host(
                        folder,
                        zfs(quota("a", "1T"), quota("b", "400G"))
                                .replace("\"raid_level\"", "\"size_gb\": 1000, \"raid_level\"")));
    }

    private void sharedFolders() {
        cases.put(
                "a shared volume of a guest that is gone",
                folder -> host(
                        folder,
                        "\"shared_volumes\": {\"a\": {\"host_path\": \"/srv/a\", \"mounts\": {\"950\": \"/a\"}}}"));
        cases.put(
                "a shared volume of a VM",
                folder -> vms(
                        host(
                                folder,
                                "\"shared_volumes\": {\"a\": {\"host_path\": \"/srv/a\", \"mounts\": {\"8000\": \"/a\"}}}"),
                        vm("8000", "a")));
        cases.put(
                "a firewall among the shared volumes",
                folder -> host(folder, "\"shared_volumes\": {\"firewall\": {\"enabled\": true}}"));
        String data = zfs(dataSet("data", "zfspool", "images"));
        cases.put(
                "a Samba share in no data set",
                folder -> host(
                        folder,
                        data + ", \"samba\": {\"user\": \"u\", \"shares\": [{\"name\": \"a\", \"path\":"
                                + " \"tank/data-sync\", \"valid_users\": [\"u\"]}, {\"name\": \"b\", \"path\":"
                                + " \"tank/data/b\", \"valid_users\": [\"u\"]}, {\"name\": \"c\", \"path\":"
                                + " \"srv/c\", \"valid_users\": [\"u\"]}]}"));
        cases.put(
                "an NFS export in no data set",
                folder -> host(
                        folder,
                        data + ", \"nfs\": {\"exports\": [{\"path\": \"/tank/bulk\", \"clients\":"
                                + " [\"10.0.0.5\"], \"options\": [\"rw\"]}]}"));
        cases.put(
                "a shared volume at a path of Proxmox",
                folder -> host(
                        folder,
                        data + ", \"shared_volumes\": {\"a\": {\"host_path\": \"/mnt/pve/tank/data/a\", \"mounts\":"
                                + " {\"953\": \"/a\"}}}"));
    }

    private void capacity() {
        cases.put(
                "more at boot than the host has",
                folder -> vms(
                        host(folder, "\"host\": {\"memory_mb\": 4096, \"cores\": 4}")
                                .with("953", "memory_mb", "3072")
                                .with("953", "cores", "3")
                                .with("953", "start_at_boot", "true"),
                        vm("8000", "a", "\"start_at_boot\": true", "\"memory_mb\": 2048", "\"cores\": 2")));
        cases.put(
                "one guest that wants more than the host has",
                folder -> host(folder, "\"host\": {\"memory_mb\": 4096, \"cores\": 4}")
                        .with("953", "memory_mb", "8192")
                        .with("953", "cores", "8"));
        cases.put(
                "enough for what starts at boot",
                folder -> host(folder, "\"host\": {\"memory_mb\": 4096, \"cores\": 4}")
                        .with("900", "memory_mb", "4096")
                        .with("953", "memory_mb", "4096")
                        .with("953", "start_at_boot", "true"));
    }

    private void roles() {
        cases.put("Portainer without Docker", folder -> folder.with("953", "portainer_role", "\"server\""));
        cases.put(
                "Portainer without its feature",
                folder -> folder.feature("docker")
                        .with("900", "features", "[\"docker\"]")
                        .with("953", "portainer_role", "\"agent\""));
        cases.put("a role that means nothing", folder -> folder.with("953", "portainer_role", "\"infrastructure\""));
        cases.put("no role", folder -> folder.with("953", "portainer_role", "\"none\""));
    }

    private void files() {
        String suite = "{\"health\": [{\"name\": \"a\", \"type\": \"script\", \"path\": \"docker/service.sh\"}]}";
        cases.put("a test that is not there", folder -> folder.with("953", "tests", suite));
        cases.put(
                "a test that is there",
                folder -> folder.file("tests/docker/service.sh", "").with("953", "tests", suite));
        cases.put("a test of the host that is not there", folder -> host(folder, "\"tests\": " + suite));
    }

    private static String ip6(String address) {
        return "{\"name\": \"eth0\", \"bridge\": \"vmbr0\", \"ip\": \"dhcp\", \"ip6\": \"" + address + "\"}";
    }

    private static String vlan(int tag) {
        return "{\"name\": \"eth0\", \"bridge\": \"vmbr0\", \"ip\": \"10.0.0.153/24\", \"vlan\": " + tag + "}";
    }

    private static String volume(String storage) {
        return "[{\"name\": \"data\", \"pool\": \"" + storage + "\", \"size_gb\": 5, \"mount_point\": \"/data\"}]";
    }

    private static String zfs(String... dataSets) {
        return "\"zfs\": {" + POOLS + ", \"datasets\": [" + String.join(",\n  ", dataSets) + "]}";
    }

    private static String dataSet(String name, String type, String content) {
        return "{\"name\": \"" + name + "\", \"pool\": \"tank\", \"properties\": {}, \"proxmox_storage_type\": \""
                + type + "\", \"proxmox_content_type\": \"" + content + "\"}";
    }

    private static String quota(String name, String quota) {
        return dataSet(name, "zfspool", "images").replace("{}", "{\"quota\": \"" + quota + "\"}");
    }

    private static ConfigFolder host(ConfigFolder folder, String keys) {
        return folder.file(ConfigLoader.HYPERVISOR_FILE, "{\n  " + keys + "\n}\n");
    }

    private static void vms(ConfigFolder folder, String... vms) {
        folder.file(ConfigLoader.VM_FILE, "{\"vms\": [\n  " + String.join(",\n  ", vms) + "\n]}\n");
    }

    private static String vm(String id, String name, String... keys) {
        return guest(id, name, "\"template_image\": \"image.img\"", keys);
    }

    private static String clone(String id, String name, String source) {
        return guest(id, name, "\"clone_from_vmid\": " + source);
    }

    private static String guest(String id, String name, String origin, String... keys) {
        return "{\"vmid\": " + id + ", \"name\": \"" + name + "\", " + origin
                + ", \"storage_pool\": \"local-zfs\", \"disk_size_gb\": 8, \"network_bridge\": \"vmbr0\""
                + (keys.length > 0 ? ", " + String.join(", ", keys) : "") + "}";
    }
}
