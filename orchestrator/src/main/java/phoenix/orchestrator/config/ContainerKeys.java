package phoenix.orchestrator.config;

import java.util.Map;
import java.util.Set;

/** The keys of a container. */
final class ContainerKeys {
    private static final Set<String> NAMES =
            Set.of(("name template clone_from_ctid template_snapshot_name storage_pool storage_size_gb"
                            + " memory_mb swap_mb cores network_config mac_address nameservers unprivileged pct_options start_at_boot boot_order"
                            + " boot_delay features application_script application_files script_timeout_seconds dependencies health_check"
                            + " searchdomain tags description cpulimit cpuunits boot_stop_seconds pool node protection timezone ssh_public_keys"
                            + " mount_points volumes zfs_volumes devices gpu_assignment apparmor_profile apparmor_manages_nesting lxc_options"
                            + " firewall application_scripts environment parameters health_checks tests ports portainer_role profiles"
                            + " run_integration_tests integration_tests vllm vllm_model vllm_served_model_name vllm_model_type vllm_port"
                            + " vllm_tensor_parallel_size vllm_gpu_memory_utilization vllm_max_model_len vllm_quantization"
                            + " vllm_trust_remote_code vllm_parameters vllm_args")
                    .split(" "));

    /** What a container may have. */
    static final Keys ALL = new Keys("a container", NAMES, Map.of(), Problem.Severity.ERROR);

    private ContainerKeys() {}
}
