package phoenix.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.desired.AppArmor;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.Mount;
import phoenix.orchestrator.desired.Network;
import phoenix.pve.VmId;

/** The reference's fleet as it should be: {@code examples/reference-fleet}, with the features that are shipped. */
class ReferenceFleetTest {
    private static final Path HOME = Path.of("..");

    private final Loaded loaded = load();

    static Loaded load() {
        Path folder = HOME.resolve("examples/reference-fleet");
        return ConfigLoader.load(folder, FeatureFolders.of(folder, HOME), Map.of());
    }

    @Test
    void there_is_nothing_to_mend_in_it() {
        assertThat(loaded.problems())
                .extracting(problem -> problem.severity() + " " + problem.what())
                .containsExactlyInAnyOrder(
                        "WARNING no snapshot 'final-form' will be taken of 910 (Portainer), 950 (vllm-qwen2.5-7b-awq),"
                                + " 951 (vllm-granite-embed-r2), 953 (Nginx-VscodeRag), 954 (n8n-phoenix), 955 (ollama-oWUI),"
                                + " 957 (llamacpp): Proxmox takes none of a container that has a folder of the node in it");
    }

    @Test
    void it_is_the_same_fleet() {
        assertThat(loaded.fleet().containers()).hasSize(15);
        assertThat(loaded.fleet().vms()).hasSize(2);
        Map<Integer, Integer> sources = new TreeMap<>();
        loaded.fleet()
                .containers()
                .forEach((id, container) ->
                        container.cloneSource().ifPresent(source -> sources.put(id.value(), source.value())));
        assertThat(sources)
                .containsEntry(901, 900)
                .containsEntry(902, 900)
                .containsEntry(953, 900)
                .containsEntry(903, 901)
                .containsEntry(920, 901)
                .containsEntry(955, 901)
                .containsEntry(957, 901)
                .containsEntry(950, 920)
                .containsEntry(951, 920);
        assertThat(loaded.fleet().containers().values())
                .filteredOn(DesiredContainer::isTemplate)
                .extracting(container -> container.id().value())
                .containsExactly(900, 901, 902, 903, 920);
    }

    @Test
    void a_guest_has_what_its_profiles_and_the_defaults_say_beside_its_own() {
        DesiredContainer chat = container(950);

        assertThat(chat.resources().memoryMiB()).isEqualTo(72000);
        assertThat(chat.networkList())
                .singleElement()
                .returns("vmbr0", Network::bridge)
                .returns(Optional.of("10.0.0.150"), Network::address);
        assertThat(chat.gpus()).containsExactly(0);
        assertThat(chat.boot().order()).isEqualTo(3);
        assertThat(chat.mounts())
                .containsExactly(new Mount.Bind("/fastData/shared-bulk-data/vllm_models", "/vllm_models", false, null));
        assertThat(container(910).appArmor()).isInstanceOf(AppArmor.Profile.class);
    }

    @Test
    void no_secret_is_in_what_is_shown_and_digested() {
        List<String> shown = loaded.fleet().containers().values().stream()
                .map(container -> container.inputs().json())
                .toList();

        assertThat(shown).noneMatch(json -> json.contains("change-me"));
        assertThat(container(952).inputs().revealed()).contains("change-me");
    }

    private DesiredContainer container(int id) {
        return Objects.requireNonNull(loaded.fleet().containers().get(new VmId(id)), "the fleet has no such container");
    }
}
