package phoenix.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The reference's own three files, as they are: every known defect in them is found. The files are kept beside the repository; without
 * them the tests are skipped. All that is said of them is in {@code reference-defects.txt}.
 */
class ReferenceDefectsTest {
    private static final Path FILES = Path.of("../../shared/reference/configs/2025-09-30");
    private static final Path HOME = Path.of("..");
    private static final String HOST = ConfigLoader.HYPERVISOR_FILE;
    private static final String LXC = ConfigLoader.LXC_FILE;
    private static final String VM = ConfigLoader.VM_FILE;

    /**
     * A known defect.
     *
     * @param name for people
     * @param pointer of the value that must be pointed at
     * @param words that must be said of it
     */
    private record Defect(String name, String file, String pointer, String words) {}

    private static final List<Defect> KNOWN = List.of(
            new Defect(
                    "a misspelt suite of tests", HOST, "/tests/hypervisor_health_.check", "hypervisor_health_.check"),
            new Defect("the firewall inside the shared volumes", HOST, "/shared_volumes/firewall", "'shared_volumes'"),
            new Defect("a Samba share without a data set", HOST, "/samba/shares/4/path", "in no data set"),
            new Defect("a twin data set", HOST, "/zfs/datasets/9/name", "fastData-fastData-shared-iso"),
            new Defect("quotas over the size of fastData", HOST, "/zfs/pools/1/name", "about 3725 GiB"),
            new Defect("quotas over the size of quickOS", HOST, "/zfs/pools/0/name", "about 1863 GiB"),
            new Defect(
                    "shared volumes where ZFS mounts nothing",
                    HOST,
                    "/shared_volumes/vllm_models/host_path",
                    "ZFS mounts the data sets"),
            new Defect("paths that nothing needs", HOST, "/core_paths", "'core_paths'"),
            new Defect("a base of mounts that nothing needs", HOST, "/mount_point_base", "'mount_point_base'"),
            new Defect("defaults that nothing applies", HOST, "/proxmox_defaults", "'proxmox_defaults'"),
            new Defect("an image of the day", HOST, "/docker/portainer_server_image", ":latest"),
            new Defect(
                    "a test of the host that is not there", HOST, "/tests/system_validation/0/path", "does not exist"),
            new Defect(
                    "vLLM without the feature that it needs",
                    LXC,
                    "/lxc_configs/920/features/1",
                    "'python_api_service'"),
            new Defect(
                    "a container without a GPU from a template with GPUs",
                    LXC,
                    "/lxc_configs/960/clone_from_ctid",
                    "has no GPU"),
            new Defect("a role in Portainer without Docker", LXC, "/lxc_configs/953/portainer_role", "no Docker"),
            new Defect(
                    "a role in Portainer without its feature", LXC, "/lxc_configs/910/portainer_role", "'portainer'"),
            new Defect("a firewall without rules", LXC, "/lxc_configs/953/firewall", "rules"),
            new Defect(
                    "a test that is not there", LXC, "/lxc_configs/902/tests/health_checks/0/path", "does not exist"),
            new Defect("a second kind of tests", LXC, "/lxc_configs/950/integration_tests", "'integration_tests'"),
            new Defect("a third kind of tests", LXC, "/lxc_configs/950/vllm", "'vllm'"),
            new Defect("an older spelling of volumes", LXC, "/lxc_configs/950/zfs_volumes", "'volumes'"),
            new Defect("two things at one path", HOST, "/shared_volumes/vllm_models/mounts/950", "/vllm_models"),
            new Defect(
                    "an AppArmor profile that is not there",
                    LXC,
                    "/lxc_configs/910/apparmor_profile",
                    "lxc-phoenix-v2"),
            new Defect(
                    "an application script that is not there",
                    LXC,
                    "/lxc_configs/953/application_script",
                    "does not exist"),
            new Defect("a gateway in the account of a user", VM, "/vms/0/user_config/gw", "network_config"),
            new Defect("a template that means nothing for VMs", VM, "/vm_defaults/template", "template_image"));

    /** Of a name that is always the same, for it is part of hints. */
    private static final Path COPY = Path.of("target/reference");

    private Loaded load() throws IOException {
        assumeTrue(Files.isDirectory(FILES), "the reference's files are not beside the repository: " + FILES);
        Files.createDirectories(COPY);
        for (String name : List.of(HOST, LXC, VM)) {
            Files.copy(FILES.resolve(name), COPY.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        return ConfigLoader.load(COPY, FeatureFolders.of(COPY, HOME), Map.of());
    }

    @TestFactory
    Stream<DynamicTest> every_known_defect_is_found() throws IOException {
        List<Problem> problems = load().problems();
        List<DynamicTest> tests = new ArrayList<>();
        for (Defect defect : KNOWN) {
            tests.add(DynamicTest.dynamicTest(
                    defect.name(),
                    () -> assertThat(problems)
                            .filteredOn(problem -> problem.place().file().endsWith(defect.file())
                                    && problem.place().pointer().equals(defect.pointer()))
                            .extracting(problem -> problem.what() + "; " + problem.hint())
                            .anyMatch(said -> said.contains(defect.words()))));
        }
        return tests.stream();
    }

    @Test
    void what_older_validators_refused_for_no_reason_is_understood() throws IOException {
        List<Problem> problems = load().problems();

        // A blank between GPUs, a feature of a name that a list of names did not have, suites of tests.
        assertThat(problems)
                .noneMatch(problem -> problem.place().pointer().equals("/lxc_configs/901/gpu_assignment"))
                .noneMatch(problem -> problem.place().pointer().startsWith("/lxc_configs/955/features/1")
                        && problem.what().contains("there is no feature"))
                .noneMatch(problem -> problem.place().pointer().equals("/lxc_configs/902/tests"));
    }

    @Test
    void all_that_is_said_is_as_expected() throws IOException {
        String shown = new ConfigFolder(COPY).shown(load());
        Golden golden = new Golden("reference-defects.txt");
        if (Golden.isUpdate()) {
            golden.write(Map.of("the reference's files", shown));
        }

        assertThat(shown).isEqualTo(new Golden("reference-defects.txt").expected("the reference's files"));
    }
}
