package phoenix.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import phoenix.pve.VmId;

/** The files of the older orchestrator are understood: what is wrong with them is said, and what is right arrives. */
class ReferenceFilesTest {
    private static final Path FOLDER = Path.of("../../shared/reference/configs/2025-09-30");

    @Test
    void they_give_problems_that_name_their_own_mistakes_and_never_a_failure() {
        assumeTrue(Files.isDirectory(FOLDER), "the reference's files are not here");

        Loaded loaded = ConfigLoader.load(FOLDER, new FeatureFolders(List.of()), Map.of());

        assertThat(loaded.isUsable()).isFalse();
        assertThat(loaded.fleet().containers()).isEmpty();
        assertThat(loaded.origins().ids()).hasSize(17).contains(new VmId(950), new VmId(8001));
        String problems = loaded.problems().stream()
                .map(problem -> problem.place().pointer() + " " + problem.what())
                .collect(Collectors.joining("\n"));
        assertThat(problems)
                .contains("/lxc_configs/950/zfs_volumes 'zfs_volumes' is the older spelling")
                .contains("/lxc_configs/910/apparmor_profile the AppArmor profile 'lxc-phoenix-v2' does not exist")
                .contains("/vms/0/user_config/gw 'gw' means nothing")
                .contains("/vm_defaults/template 'template' means nothing")
                .contains("/tests/hypervisor_health_.check the key")
                .contains("/lxc_configs/901/features/0 there is no feature 'nvidia'");
        assertThat(problems)
                .doesNotContain("/lxc_configs/901/gpu_assignment 'gpu_assignment' is")
                .doesNotContain("/lxc_configs/955/features/1 an item");
    }
}
