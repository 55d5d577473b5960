package phoenix.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.Feature;
import phoenix.orchestrator.desired.HealthCheck.Probe;
import phoenix.pve.VmId;

/** The configuration that we ship is right. */
class QuickstartTest {
    static final Path HOME = Path.of("..");
    static final Path QUICKSTART = HOME.resolve("examples/quickstart");

    private final FeatureFolders features = FeatureFolders.of(QUICKSTART, HOME);
    private final Loaded loaded = ConfigLoader.load(QUICKSTART, features, Map.of());

    @Test
    void it_has_no_problem() {
        assertThat(loaded.problems()).isEmpty();
    }

    @Test
    void it_is_a_template_and_a_web_server_cloned_from_it() {
        DesiredContainer base = container(900);
        DesiredContainer gateway = container(953);

        assertThat(base.label()).isEqualTo("900 (Template-Base)");
        assertThat(base.features()).extracting(Feature::name).containsExactly("base_setup");
        assertThat(gateway.clonedFrom().orElseThrow().source()).isEqualTo(base.id());
        assertThat(gateway.boot().order()).isEqualTo(1);
        assertThat(gateway.applications().get(0).files())
                .extracting(file -> String.valueOf(file.getFileName()))
                .containsExactly("index.html", "site.conf");
        assertThat(gateway.healthChecks().get(0).probe()).isEqualTo(new Probe.Http("http://10.186.0.153/"));
    }

    @Test
    void the_page_is_asked_for_where_the_gateway_is() {
        String ip =
                Objects.requireNonNull(container(953).networks().get("net0")).ip();

        assertThat(ip).startsWith("10.186.0.153/");
    }

    @Test
    void the_shell_functions_for_its_scripts_are_found() {
        assertThat(features.helper()).contains(HOME.resolve("features/phoenix.sh"));
    }

    @Test
    void every_shipped_feature_has_a_manifest() throws Exception {
        List<String> without = FeatureFolders.of(QUICKSTART, HOME).names().stream()
                .filter(name ->
                        !Files.exists(HOME.resolve("features").resolve(name).resolve("feature.json")))
                .toList();

        assertThat(without).isEmpty();
    }

    private DesiredContainer container(int id) {
        return Objects.requireNonNull(loaded.fleet().containers().get(new VmId(id)));
    }
}
