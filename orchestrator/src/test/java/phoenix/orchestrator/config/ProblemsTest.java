package phoenix.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
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

/** Every problem that can be found, with its exact words, place and hint: {@code problems.txt}. */
class ProblemsTest {
    private final Map<String, Consumer<ConfigFolder>> cases = new LinkedHashMap<>();

    @TestFactory
    Stream<DynamicTest> each_problem_says_what_where_and_what_to_write(@TempDir Path temp) throws IOException {
        keys();
        ranges();
        texts();
        origins();
        networks();
        needs();
        files();
        applications();
        otherKeys();
        layers();
        secrets();
        parameters();
        otherFiles();
        hypervisor();
        Map<String, String> shown = new LinkedHashMap<>();
        int number = 0;
        for (Map.Entry<String, Consumer<ConfigFolder>> each : cases.entrySet()) {
            ConfigFolder folder = new ConfigFolder(Files.createDirectory(temp.resolve("case" + number++)));
            each.getValue().accept(folder);
            boolean written =
                    Files.exists(folder.path().resolve(ConfigLoader.LXC_FILE)) || !Files.isDirectory(folder.path());
            shown.put(each.getKey(), folder.shown(written ? folder.loadAsItIs() : folder.load()));
        }
        Golden golden = new Golden("problems.txt");
        if (Golden.isUpdate()) {
            golden.write(shown);
        }
        List<DynamicTest> tests = new ArrayList<>();
        Golden wanted = new Golden("problems.txt");
        shown.forEach((name, text) ->
                tests.add(DynamicTest.dynamicTest(name, () -> assertThat(text).isEqualTo(wanted.expected(name)))));
        tests.add(DynamicTest.dynamicTest(
                "no expected text is left over",
                () -> assertThat(wanted.names()).hasSameElementsAs(shown.keySet())));
        return tests.stream();
    }

    private void keys() {
        key("a key with a typing mistake", "memroy_mb", "512");
        key("a key of Proxmox", "onboot", "true");
        key("a key in another spelling", "Memory-MB", "512");
        key("a key like no other", "colour", "\"red\"");
        cases.put("a key that stands twice", folder -> folder.with("953", "cores", "1,\n      \"cores\": 2"));
        cases.put("required keys missing", folder -> folder.container("953"));
        key("a text for a number", "cores", "\"two\"");
        key("a fraction for a whole number", "cores", "1.5");
        key("a number for a text", "name", "7");
        key("a text for a flag", "unprivileged", "\"yes\"");
        key("a text for a list", "features", "\"base_setup\"");
        key("a number in a list of texts", "features", "[1]");
        key("a text for an object", "network_config", "\"eth0\"");
        key("an empty text", "name", "\" \"");
        key("a null where a key is required", "name", "null");
        cases.put("the containers are a list", folder -> folder.file(ConfigLoader.LXC_FILE, "{\"lxc_configs\": []}\n"));
        cases.put(
                "a container is a text",
                folder -> folder.file(ConfigLoader.LXC_FILE, "{\"lxc_configs\": {\n  \"900\": \"web\"}}\n"));
        cases.put(
                "an ID that is a name",
                folder -> folder.file(ConfigLoader.LXC_FILE, "{\"lxc_configs\": {\n  \"web\": {}}}\n"));
        cases.put(
                "an ID that is too low",
                folder -> folder.file(ConfigLoader.LXC_FILE, "{\"lxc_configs\": {\n  \"99\": {}}}\n"));
        cases.put(
                "an unknown key beside the containers",
                folder -> folder.file(ConfigLoader.LXC_FILE, "{\n  \"lxc_config\": {}\n}\n"));
    }

    private void ranges() {
        key("memory too small", "memory_mb", "15");
        key("swap negative", "swap_mb", "-1");
        key("no core", "cores", "0");
        key("more cores than Proxmox takes", "cores", "8193");
        key("no disk", "storage_size_gb", "0");
        key("a number beyond all bounds", "memory_mb", "99999999999999999999999");
        key("a boot order below zero", "boot_order", "-1");
        key("a boot delay beyond a day", "boot_delay", "86401");
        key("an endless health check", "health_check", "{\"command\": \"true\", \"retries\": 1001}");
        key("a health check without a pause", "health_check", "{\"command\": \"true\", \"interval\": 0}");
    }

    private void texts() {
        key("a host name with an underscore", "name", "\"my_web\"");
        key("a host name that ends in a hyphen", "name", "\"web-\"");
        key("a host name that is too long", "name", "\"" + "w".repeat(64) + "\"");
        key("a storage that is a path", "storage_pool", "\"rpool/data\"");
        template("a template of blanks", "\"  \"");
        template("a template with a space", "\"debian 12\"");
        template("a template that is no archive", "\"/var/lib/vz/template/cache/debian-12\"");
        template("a volume that is no template", "\"local:iso/debian.iso\"");
        snapshot("a snapshot name that begins with a digit", "\"1st\"");
        snapshot("a snapshot name of one letter", "\"a\"");
        snapshot("a snapshot name that is too long", "\"" + "a".repeat(41) + "\"");
        snapshot("a reserved snapshot name", "\"current\"");
        key("a linked clone of what is no template of Proxmox's own", "full_clone", "false");
        cases.put("a template of Proxmox's own with snapshots", folder -> folder.with("900", "is_template", "true"));
        key("snapshots by stage", "snapshots", """
                [{"name": "final-form", "after": "health"}, {"name": "twice", "after": "features"}, {"name": "twice", "after": "nowhere"},
                 {"name": "later"}]
                """);
        key("a name server that is a name", "nameservers", "[\"10.0.0.1\", \"fd00::1\", \"dns.example.org\"]");
        key("an unknown Proxmox feature", "pct_options", "[\"nestin=1\"]");
        key("a Proxmox feature without a value", "pct_options", "[\"nesting\"]");
        key("a Proxmox feature that is neither on nor off", "pct_options", "[\"nesting=yes\"]");
        key("a Proxmox feature twice", "pct_options", "[\"nesting=1\", \"nesting=0\"]");
        key("file systems that cannot be mounted", "pct_options", "[\"mount=nfs,cifs\"]");
    }

    private void origins() {
        cases.put("both origins", folder -> folder.with("953", "template", "\"debian-12-standard\""));
        cases.put("no origin", folder -> folder.without("953", "clone_from_ctid"));
        key("a clone source that is not there", "clone_from_ctid", "\"901\"");
        key("a clone source that is no ID", "clone_from_ctid", "\"base\"");
        cases.put("a clone source without a snapshot", folder -> folder.without("900", "template_snapshot_name"));
        cases.put(
                "a clone of itself",
                folder ->
                        folder.with("953", "clone_from_ctid", "953").with("953", "template_snapshot_name", "\"mine\""));
        cases.put(
                "clones in a circle",
                folder -> folder.without("900", "template")
                        .with("900", "clone_from_ctid", "\"953\"")
                        .with("953", "template_snapshot_name", "\"mine\""));
        cases.put("a clone smaller than its source", folder -> folder.with("900", "storage_size_gb", "16"));
        cases.put(
                "a privileged clone of an unprivileged source", folder -> folder.with("953", "unprivileged", "false"));
        cases.put(
                "an unprivileged clone of a privileged source",
                folder -> folder.with("900", "unprivileged", "false").with("953", "unprivileged", "true"));
        cases.put("a template that starts at boot", folder -> folder.with("900", "start_at_boot", "true"));
    }

    private void networks() {
        key("an address without a prefix", "network_config", ConfigFolder.network("10.0.0.153"));
        key("an address that is none", "network_config", ConfigFolder.network("10.0.0.256/24"));
        key("a prefix that Proxmox refuses", "network_config", ConfigFolder.network("10.0.0.153/7"));
        key("the address of the subnet", "network_config", ConfigFolder.network("10.0.0.0/24"));
        key("the broadcast address", "network_config", ConfigFolder.network("10.0.0.255/24"));
        key("a gateway outside the subnet", "network_config", ConfigFolder.network("10.0.1.153/24"));
        key("a gateway that is the container", "network_config", ConfigFolder.network("10.0.0.1/24"));
        key("a gateway with a prefix", "network_config", network("10.0.0.153/24", "10.0.0.1/24"));
        key("a gateway beside dhcp", "network_config", ConfigFolder.network("dhcp"));
        key("an interface without parts", "network_config", "{}");
        key(
                "an unknown key of the interface",
                "network_config",
                "{\"name\": \"eth0\", \"bridge\": \"vmbr0\", \"ip\": \"dhcp\", \"vlna\": 5}");
        key(
                "names that no interface can have",
                "network_config",
                "{\"name\": \"my interface\", \"bridge\": \"a-bridge-with-a-long-name\", \"ip\": \"dhcp\"}");
        key("a MAC address that is none", "mac_address", "\"BC:24:11\"");
        key("a MAC address of a group", "mac_address", "\"01:00:5E:00:00:01\"");
        cases.put("an address twice", folder -> folder.like953("954", "other", "10.0.0.153/24"));
        cases.put(
                "a MAC address twice",
                folder -> folder.with("953", "mac_address", "\"BC:24:11:00:00:01\"")
                        .like953("954", "other", "10.0.0.154/24")
                        .with("954", "mac_address", "\"bc:24:11:00:00:01\""));
        cases.put("a host name twice", folder -> folder.like953("954", "WEB", "10.0.0.154/24"));
    }

    private static String network(String ip, String gateway) {
        return "{\"name\": \"eth0\", \"bridge\": \"vmbr0\", \"ip\": \"" + ip + "\", \"gw\": \"" + gateway + "\"}";
    }

    private void needs() {
        key("a dependency that is not there", "dependencies", "[\"950\"]");
        key("a dependency that is no ID", "dependencies", "[true, \"x\"]");
        key("a dependency on a template", "dependencies", "[\"900\"]");
        key("a dependency on itself", "dependencies", "[\"953\"]");
        cases.put(
                "a dependency twice",
                folder ->
                        folder.like953("954", "other", "10.0.0.154/24").with("954", "dependencies", "[\"953\", 953]"));
        cases.put(
                "dependencies in a circle",
                folder -> folder.with("953", "dependencies", "[\"955\"]")
                        .like953("954", "b", "10.0.0.154/24")
                        .with("954", "dependencies", "[\"953\"]")
                        .like953("955", "c", "10.0.0.155/24")
                        .with("955", "dependencies", "[\"954\"]"));
        cases.put("a circle of a clone and a dependency", folder -> folder.with("900", "dependencies", "[\"953\"]"));
        cases.put(
                "a feature that is not there",
                folder -> folder.feature("base_setup")
                        .feature("docker", "base_setup")
                        .with("953", "features", "[\"base-setup\"]"));
        key("a feature where there are none", "features", "[\"docker\"]");
        key("a feature that is a path", "features", "[\"../docker\"]");
        cases.put(
                "a feature twice",
                folder -> folder.feature("docker").with("953", "features", "[\"docker\", \"docker\"]"));
        cases.put(
                "a feature without what it needs",
                folder -> folder.feature("docker", "base_setup").with("953", "features", "[\"docker\"]"));
        cases.put(
                "a feature before what it needs",
                folder -> folder.feature("docker", "base_setup")
                        .feature("base_setup")
                        .with("953", "features", "[\"docker\", \"base_setup\"]"));
        cases.put(
                "a manifest with mistakes",
                folder -> folder.feature("docker", "docker")
                        .file(
                                "features/docker/feature.json",
                                "{\n  \"need\": [\"base_setup\"],\n  \"description\": 1,\n  \"needs\": [\"docker\"]\n}\n")
                        .with("953", "features", "[\"docker\"]"));
    }

    private void files() {
        cases.put("an empty file", folder -> folder.file(ConfigLoader.LXC_FILE, " \n"));
        cases.put("a file that is a list", folder -> folder.file(ConfigLoader.LXC_FILE, "[]\n"));
        cases.put(
                "all three files broken",
                folder -> folder.file(ConfigLoader.LXC_FILE, "{\n")
                        .file(ConfigLoader.HYPERVISOR_FILE, "{\"version\": 1.0.0}\n")
                        .file(ConfigLoader.VM_FILE, "{} {}\n"));
        cases.put("a file that is a folder", folder -> folder.file(ConfigLoader.LXC_FILE + "/x", ""));
        cases.put("a file in another encoding", folder -> {
            folder.file(ConfigLoader.LXC_FILE, "");
            writeBytes(folder.path().resolve(ConfigLoader.LXC_FILE), new byte[] {'{', '"', (byte) 0xe4, '"', '}'});
        });
    }

    private static void writeBytes(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void applications() {
        key("a script that is not there", "application_script", "\"web.sh\"");
        key("a script that is not there, by a path", "application_script", "\"web/web.sh\"");
        cases.put(
                "a script with the line ends of Windows",
                folder ->
                        folder.file("web.sh", "#!/bin/sh\r\ntrue\r\n").with("953", "application_script", "\"web.sh\""));
        cases.put(
                "a test with the line ends of Windows",
                folder -> folder.file("tests/page.sh", "#!/usr/bin/env bash\r\ntrue\r\n")
                        .with(
                                "953",
                                "tests",
                                "{\"smoke\": [{\"name\": \"page\", \"type\": \"script\", \"path\": \"page.sh\"}]}"));
        cases.put(
                "a feature with the line ends of Windows",
                folder -> folder.feature("own")
                        .file("features/own/feature.sh", "#!/bin/sh\r\ntrue\r\n")
                        .with("953", "features", "[\"own\"]"));
        key("files without a script", "application_files", "[\"phoenix_lxc_configs.json\"]");
        key("a time limit without a script", "script_timeout_seconds", "60");
        cases.put(
                "a time limit of nothing",
                folder -> folder.file("web.sh", "")
                        .with("953", "application_script", "\"web.sh\"")
                        .with("953", "script_timeout_seconds", "0"));
        cases.put(
                "a file that is not there",
                folder -> folder.file("web.sh", "")
                        .with("953", "application_script", "\"web.sh\"")
                        .with("953", "application_files", "[\"page.html\"]"));
        cases.put(
                "two files of one name",
                folder -> folder.file("web.sh", "")
                        .file("a/page.html", "")
                        .file("b/page.html", "")
                        .with("953", "application_script", "\"web.sh\"")
                        .with("953", "application_files", "[\"a/page.html\", \"b/page.html\"]"));
        cases.put(
                "a file with a name of ours",
                folder -> folder.file("web.sh", "")
                        .file("a/guest.json", "")
                        .with("953", "application_script", "\"web.sh\"")
                        .with("953", "application_files", "[\"a/guest.json\"]"));
        key("a health check of nothing", "health_check", "{\"retries\": 3}");
        key("a health check of two kinds", "health_check", "{\"command\": \"true\", \"url\": \"http://10.0.0.153/\"}");
        key("a health check of a page that is none", "health_check", "{\"url\": \"10.0.0.153\"}");
        key("a health check with an unknown key", "health_check", "{\"command\": \"true\", \"tries\": 3}");
    }

    private void otherKeys() {
        key(
                "an option of LXC that Proxmox drops",
                "lxc_options",
                "[\"lxc.aa_profile=unconfined\", \"lxc.colour=red\"]");
        cases.put(
                "AppArmor's profile twice",
                folder -> folder.with("953", "apparmor_profile", "\"unconfined\"")
                        .with("953", "lxc_options", "[\"lxc.apparmor.profile=unconfined\"]"));
        cases.put(
                "two AppArmor profiles",
                folder -> folder.with("953", "apparmor_profile", "\"generated\"")
                        .with("953", "lxc_options", "[\"lxc.apparmor.profile: unconfined\"]"));
        key("an AppArmor profile that is not there", "apparmor_profile", "\"lxc-web\"");
        cases.put(
                "a file that declares no AppArmor profile",
                folder -> folder.file("apparmor/lxc-web", "# empty\n").with("953", "apparmor_profile", "\"lxc-web\""));
        cases.put(
                "nesting by AppArmor alone",
                folder -> folder.with("953", "apparmor_manages_nesting", "true")
                        .with("953", "pct_options", "[\"nesting=0\"]"));
        key("a GPU that is no index", "gpu_assignment", "\"0;1\"");
        key("a firewall without rules", "firewall", "{\"enabled\": true, \"policy_in\": \"DROP\"}");
        key("a rule without parts", "firewall", "{\"rules\": [{}]}");
        key("a suite of tests with mistakes", "tests", "{\"health_.check\": [{\"name\": \"x\"}]}");
        cases.put(
                "two things at one path",
                folder -> folder.with("953", "mount_points", "[{\"host_path\": \"/a\", \"container_path\": \"/data\"}]")
                        .with("953", "volumes", volume("data", "/data/")));
        cases.put(
                "a shared volume where another mount is",
                folder -> folder.file(
                                ConfigLoader.HYPERVISOR_FILE,
                                "{\"shared_volumes\": {\"certs\": {\"host_path\": \"/a\", \"mounts\": {\"953\": \"/data\"}}}}\n")
                        .with("953", "volumes", volume("data", "/data")));
        key(
                "two interfaces of one name",
                "network_config",
                "[{\"name\": \"eth0\", \"bridge\": \"vmbr0\", \"ip\": \"dhcp\"},"
                        + " {\"name\": \"eth0\", \"bridge\": \"vmbr1\", \"ip\": \"manual\"}]");
        key("an IPv6 gateway outside the subnet", "network_config", network6("fd00::5/64", "fd01::1"));
        key("an IPv6 gateway beside auto", "network_config", network6("auto", "fd00::1"));
        key("an IPv6 address of too many groups", "network_config", network6("1:2:3:4:5:6:7:8:9/64", "fd00::1"));
        cases.put(
                "two MAC addresses for one interface",
                folder -> folder.with(
                                "953",
                                "network_config",
                                "{\"name\": \"eth0\", \"bridge\": \"vmbr0\", \"ip\": \"dhcp\", \"mac_address\":"
                                        + " \"BC:24:11:00:00:01\"}")
                        .with("953", "mac_address", "\"BC:24:11:00:00:02\""));
        cases.put(
                "a port without a host",
                folder -> folder.with(
                                "953",
                                "network_config",
                                "{\"name\": \"eth0\", \"bridge\": \"vmbr0\", \"ip\": \"dhcp\"}")
                        .with("953", "health_checks", "[{\"name\": \"db\", \"type\": \"tcp\", \"port\": 5432}]"));
        key("a health check of another type", "health_checks", "[{\"type\": \"http\", \"port\": 5432}]");
        cases.put(
                "values that ask for nothing are no problem",
                folder -> folder.with("953", "gpu_assignment", "\"none\"")
                        .with("953", "portainer_role", "\"none\"")
                        .with("953", "apparmor_manages_nesting", "true")
                        .with("953", "apparmor_profile", "null")
                        .with("953", "lxc_options", "[]")
                        .with("953", "volumes", "[]")
                        .with("953", "network_config", "[]")
                        .with("953", "tests", "{\"health\": []}")
                        .with("953", "firewall", "{\"enabled\": false}")
                        .with("953", "vllm_model", "null"));
        cases.put(
                "keys of older files",
                folder -> folder.with("953", "zfs_volumes", volume("data", "/data"))
                        .with("953", "vllm", "[{\"name\": \"a\", \"type\": \"script\", \"path\": \"a.sh\"}]")
                        .with("953", "integration_tests", "{\"script\": \"a.sh\"}")
                        .with("953", "run_integration_tests", "true")
                        .with("953", "vllm_max_model_len", "4096")
                        .with("953", "vllm_trust_remote_code", "true")
                        .with("953", "vllm_parameters", "{\"dtype\": \"float16\", \"max_num_seqs\": 1}")
                        .with(
                                "953",
                                "vllm_args",
                                "[\"--max-model-len\", \"32768\", \"--trust-remote-code\", \"--dtype=auto\", \"--max-num-seqs\","
                                        + " \"1\"]"));
    }

    private static String network6(String ip6, String gateway6) {
        return "{\"name\": \"eth0\", \"bridge\": \"vmbr0\", \"ip6\": \"" + ip6 + "\", \"gw6\": \"" + gateway6 + "\"}";
    }

    private static String volume(String name, String path) {
        return "[{\"name\": \"" + name + "\", \"pool\": \"local-zfs\", \"size_gb\": 1, \"mount_point\": \"" + path
                + "\"}]";
    }

    private void layers() {
        cases.put(
                "a profile that is not there",
                folder -> folder.root("profiles", "{\"web\": {\"cores\": 2}}").with("953", "profiles", "[\"wbe\"]"));
        key("a profile where there are none", "profiles", "\"web\"");
        cases.put(
                "profiles in a circle",
                folder -> folder.root("profiles", "{\"a\": {\"profiles\": [\"b\"]}, \"b\": {\"profiles\": \"a\"}}")
                        .with("953", "profiles", "[\"a\"]"));
        cases.put(
                "a mistake in a profile is said once",
                folder -> folder.root("profiles", "{\"web\": {\"application_script\": \"web.sh\", \"coers\": 1}}")
                        .with("900", "profiles", "[\"web\"]")
                        .with("953", "profiles", "[\"web\"]"));
        cases.put(
                "a required key taken away by a null",
                folder -> folder.root("defaults", "{\"storage_pool\": \"local-zfs\"}")
                        .with("953", "storage_pool", "null"));
    }

    private void secrets() {
        key("a variable that is not set", "environment", "{\"DB_PASSWORD\": {\"$env\": \"NO_SUCH_VARIABLE\"}}");
        key("a secret's file that is not there", "parameters", "{\"a\": [{\"$file\": \"secrets/key\"}]}");
        cases.put(
                "a secret's file that is empty",
                folder -> folder.file("secrets/key", "\n")
                        .with("953", "parameters", "{\"a\": {\"$file\": \"secrets/key\"}}"));
        key(
                "a secret in plain text",
                "environment",
                "{\"DB_PASSWORD\": \"hunter2\", \"TOKENIZER\": \"x\", \"apiKey\": \"y\"}");
        key("a secret of a wrong type", "environment", "{\"API_TOKEN\": 5551234}");
    }

    private void parameters() {
        String manifest = """
                {"parameters": {
                  "port": {"type": "integer", "default": 80},
                  "log": {"type": "string", "enum": ["file", "journal"]},
                  "token": {"type": "string", "secret": true, "required": true}
                }}
                """;
        Consumer<ConfigFolder> web = folder -> folder.feature("web").file("features/web/feature.json", manifest);
        cases.put("a parameter that is missing", folder -> {
            web.accept(folder);
            folder.with("953", "features", "[\"web\"]");
        });
        cases.put("parameters of wrong types", folder -> {
            web.accept(folder);
            folder.with(
                    "953",
                    "features",
                    "[{\"name\": \"web\", \"parameters\": {\"port\": \"80\", \"log\": \"fiel\", \"token\": 5551234, \"prot\": 1}}]");
        });
        cases.put(
                "a parameter of a feature that takes none",
                folder -> folder.feature("web")
                        .with("953", "features", "[{\"name\": \"web\", \"parameters\": {\"port\": 80}}]"));
        cases.put(
                "a default of a wrong type",
                folder -> folder.feature("web")
                        .file(
                                "features/web/feature.json",
                                "{\"parameters\": {\"port\": {\"type\": \"integer\", \"default\": \"80\"}}}\n")
                        .with("953", "features", "[\"web\"]"));
        cases.put(
                "a feature for VMs alone",
                folder -> folder.feature("web")
                        .file("features/web/feature.json", "{\"kinds\": [\"vm\"]}\n")
                        .with("953", "features", "[\"web\"]"));
    }

    private void otherFiles() {
        cases.put(
                "comments are no problem",
                folder -> folder.with("953", "// why", "\"because\"").with("953", "_lxc_options", "[\"x\"]"));
        cases.put(
                "driver versions beside the containers",
                folder -> folder.file(
                        ConfigLoader.LXC_FILE,
                        "{\n  \"$schema\": \"x\",\n  \"nvidia_driver_version\": \"580.76.05\",\n  \"lxc_configs\": {}\n}\n"));
        cases.put(
                "VMs",
                folder -> folder.file(
                        ConfigLoader.VM_FILE,
                        "{\"vm_defaults\": {\"cores\": 4}, \"vms\": [\n  {\"vmid\": 8000},\n  7\n]}\n"));
        cases.put("a VM with mistakes", folder -> folder.file(ConfigLoader.VM_FILE, """
                        {
                          "vm_defaults": {"template": "ubuntu", "storage_pool": "local-zfs"},
                          "vms": [{
                            "vmid": 8000,
                            "name": "vm",
                            "template_image": "a.img",
                            "clone_from_vmid": 8001,
                            "network_config": {"ip": "10.0.0.80/24", "gw": "10.0.1.1"},
                            "user_config": {"username": "admin", "gw": "10.0.0.1", "password_hash": "hunter2"}
                          }]
                        }
                        """));
        cases.put("VMs that are no list", folder -> folder.file(ConfigLoader.VM_FILE, "{\"vms\": {}, \"vm\": 1}\n"));
    }

    private void hypervisor() {
        cases.put("a hypervisor file of the reference", folder -> folder.file(ConfigLoader.HYPERVISOR_FILE, """
                {
                  "version": "1.0.0",
                  "author": "somebody",
                  "timezone": "America/New_York",
                  "users": {"username": "phoenix_admin"},
                  "zfs": {"pools": []},
                  "network": {
                    "interfaces": {"name": "vmbr0", "address": "10.0.0.13/24", "gateway": "10.0.0.1", "dns_nameservers": "192.0.2.8"},
                    "default_subnet": "10.0.0.0/24",
                    "nfs_server": "10.0.0.13"
                  },
                  "behavior": {"debug_mode": true}
                }
                """));
        cases.put("mistakes in the hypervisor file", folder -> folder.file(ConfigLoader.HYPERVISOR_FILE, """
                {
                  "version": "one",
                  "timezone": "Mars/Olympus",
                  "nework": {},
                  "network": {
                    "interfaces": {"nam": "vmbr0", "address": "10.0.0.13", "gateway": "x", "dns_nameservers": ["192.0.2.8", "y"]},
                    "default_subnet": "10.0.0.5/24"
                  }
                }
                """));
        cases.put(
                "a subnet that is none",
                folder -> folder.file(
                        ConfigLoader.HYPERVISOR_FILE, "{\"network\": {\"default_subnet\": \"10.0.0.0\"}}\n"));
        cases.put(
                "an address outside the node's subnet",
                folder -> folder.file(
                        ConfigLoader.HYPERVISOR_FILE,
                        "{\"network\": {\"default_subnet\": \"10.0.5.0/24\", \"interfaces\": {\"name\": \"vmbr0\"}}}\n"));
        cases.put(
                "an address on another bridge may be outside the node's subnet",
                folder -> folder.file(
                        ConfigLoader.HYPERVISOR_FILE,
                        "{\"network\": {\"default_subnet\": \"10.0.5.0/24\", \"interfaces\": {\"name\": \"vmbr1\"}}}\n"));
        cases.put(
                "the node's own address",
                folder -> folder.file(
                        ConfigLoader.HYPERVISOR_FILE,
                        "{\"network\": {\"interfaces\": {\"name\": \"vmbr0\", \"address\": \"10.0.0.153/24\"}}}\n"));
    }

    private void key(String name, String key, String json) {
        cases.put(name, folder -> folder.with("953", key, json));
    }

    private void template(String name, String json) {
        cases.put(name, folder -> folder.with("900", "template", json));
    }

    private void snapshot(String name, String json) {
        cases.put(name, folder -> folder.with("900", "template_snapshot_name", json));
    }
}
