package phoenix.orchestrator.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The keys of a container. */
final class ContainerKeys {
    private static final Set<String> CARRIED_OUT = Set.of(
            "name",
            "template",
            "clone_from_ctid",
            "template_snapshot_name",
            "storage_pool",
            "storage_size_gb",
            "memory_mb",
            "swap_mb",
            "cores",
            "network_config",
            "mac_address",
            "nameservers",
            "unprivileged",
            "pct_options",
            "start_at_boot",
            "boot_order",
            "boot_delay",
            "features",
            "application_script",
            "application_files",
            "script_timeout_seconds",
            "dependencies",
            "health_check");

    private static final Set<String> LATER = Set.of(
            "gpu_assignment",
            "apparmor_profile",
            "lxc_options",
            "ports",
            "firewall",
            "volumes",
            "zfs_volumes",
            "tests",
            "integration_tests",
            "run_integration_tests",
            "vllm",
            "vllm_model",
            "vllm_served_model_name",
            "vllm_model_type",
            "vllm_port",
            "vllm_tensor_parallel_size",
            "vllm_gpu_memory_utilization",
            "vllm_max_model_len",
            "vllm_quantization",
            "vllm_trust_remote_code",
            "vllm_parameters",
            "vllm_args");

    /** What a container may have. */
    static final Keys ALL = new Keys("a container", CARRIED_OUT, later(), Problem.Severity.ERROR);

    private ContainerKeys() {}

    private static Map<String, Predicate<JsonValue>> later() {
        Map<String, Predicate<JsonValue>> later = new HashMap<>();
        LATER.forEach(key -> later.put(key, Keys::isNothing));
        later.put("firewall", ContainerKeys::isOff);
        later.put("portainer_role", ContainerKeys::hasNoPortainer);
        // It only adds to a profile, and the profile is reported already.
        later.put("apparmor_manages_nesting", value -> value instanceof JsonValue.Bool || Keys.isNothing(value));
        return later;
    }

    /** Rules of a firewall that is off ask for nothing. */
    private static boolean isOff(JsonValue firewall) {
        if (firewall instanceof JsonValue.Obj object) {
            JsonValue.Member enabled = object.members().get("enabled");
            return enabled != null ? Keys.isNothing(enabled.value()) : Keys.isNothing(firewall);
        }
        return Keys.isNothing(firewall);
    }

    /** The role {@code infrastructure} only tells people what the container is for. */
    private static boolean hasNoPortainer(JsonValue role) {
        return Keys.isNothing(role)
                || (role instanceof JsonValue.Text text && text.text().equals("infrastructure"));
    }
}
