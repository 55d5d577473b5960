package phoenix.orchestrator.config;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Warns of keys that older files have and that mean nothing any more, or say twice what another key says. */
final class OutdatedKeys {
    private static final Map<String, String> VLLM_FLAGS = new TreeMap<>(Map.of(
            "vllm_model", "model",
            "vllm_served_model_name", "served-model-name",
            "vllm_port", "port",
            "vllm_tensor_parallel_size", "tensor-parallel-size",
            "vllm_gpu_memory_utilization", "gpu-memory-utilization",
            "vllm_max_model_len", "max-model-len",
            "vllm_quantization", "quantization",
            "vllm_trust_remote_code", "trust-remote-code"));

    private OutdatedKeys() {}

    static void ofContainer(Fields container) {
        instead(
                container,
                "zfs_volumes",
                "is the older spelling of 'volumes'",
                "write \"volumes\": the same list under the new name");
        String tests =
                "write the scripts under \"tests\", such as \"tests\": {\"integration\": [{\"name\": \"...\", \"type\":"
                        + " \"script\", \"path\": \"...\"}]}";
        instead(container, "integration_tests", "is not carried out", tests);
        container
                .flag("run_integration_tests")
                .filter(Located::value)
                .ifPresent(flag -> container
                        .problems()
                        .warning(flag.place(), "'run_integration_tests' is not carried out", tests));
        container
                .value("vllm")
                .filter(JsonValue.Arr.class::isInstance)
                .ifPresent(list ->
                        container.problems().warning(list.place(), "the list 'vllm' is not carried out", tests));
        vllm(container);
    }

    static void ofVm(Fields vm) {
        vm.inner("user_config")
                .ifPresent(user -> instead(
                        user,
                        "gw",
                        "means nothing under 'user_config'",
                        "write it under 'network_config', and remove it here"));
    }

    static void ofVmDefaults(Fields defaults) {
        instead(
                defaults,
                "template",
                "means nothing for VMs",
                "write \"template_image\", the name, the URL or the volume of an image, in the VMs that are made from one");
    }

    static void ofHost(Fields host) {
        instead(host, "core_paths", "is not needed any more", "remove it; the folder is named with --config");
        instead(
                host,
                "mount_point_base",
                "is not needed any more",
                "remove it; paths of mounts are written where they are used");
        instead(
                host,
                "proxmox_defaults",
                "is not carried out",
                "write \"defaults\" in " + ConfigLoader.LXC_FILE + ", with the keys of a container");
        instead(
                host,
                "shared_zfs_volumes",
                "is not carried out: nothing can mount one volume in two guests",
                "write \"shared_volumes\", or \"volumes\" of the container that needs it");
        for (String key : List.of("vms", "vm_defaults")) {
            instead(host, key, "means nothing here", "write it in " + ConfigLoader.VM_FILE);
        }
        host.inner("zfs")
                .ifPresent(zfs -> instead(
                        zfs,
                        "settings",
                        "is not followed",
                        "remove it; disks are erased only with consent given on the command line"));
        host.inner("nvidia_driver").ifPresent(driver -> {
            for (String key : List.of("cuda_version", "install_vllm_libs")) {
                instead(driver, key, "is not needed any more", "remove it; it is a matter of the guests' features");
            }
        });
        storageIds(host);
        host.inner("behavior")
                .ifPresent(behavior -> instead(
                        behavior,
                        "debug_mode",
                        "is not needed any more",
                        "remove it, and call phoenix with --verbose"));
        for (String key : List.of("portainer_server_image", "portainer_agent_image")) {
            host.inner("docker")
                    .flatMap(docker -> docker.text(key))
                    .filter(image -> image.value().endsWith(":latest"))
                    .ifPresent(image -> host.problems()
                            .warning(
                                    image.place(),
                                    "'" + key + "' asks for ':latest', which is another image every few weeks",
                                    "write a version, such as \"portainer/portainer-ce:2.21.4\""));
        }
    }

    /** A name for a storage that no data set becomes is used by nothing. */
    private static void storageIds(Fields host) {
        Set<String> storages = new HashSet<>();
        host.inner("zfs")
                .ifPresent(zfs -> zfs.objects("datasets")
                        .forEach(dataSet -> storages.add(dataSet.word("pool")
                                        .map(Located::value)
                                        .orElse("") + "-"
                                + dataSet.word("name").map(Located::value).orElse(""))));
        host.inner("proxmox_storage_ids")
                .filter(ids -> !storages.isEmpty())
                .ifPresent(ids -> ids.object().members().forEach((key, member) -> {
                    if (!Keys.isComment(key)
                            && member.value() instanceof JsonValue.Text storage
                            && !storages.contains(storage.text())) {
                        host.problems()
                                .warning(
                                        storage.place(),
                                        "no data set of this file becomes the storage '" + Shortened.of(storage.text())
                                                + "'",
                                        KeyNames.nearest(storage.text(), storages)
                                                .map(near -> "did you mean '" + near + "'?")
                                                .orElse("remove it, or add the data set"));
                    }
                }));
    }

    private static void instead(Fields fields, String key, String what, String hint) {
        fields.value(key).ifPresent(value -> fields.problems().warning(value.place(), "'" + key + "' " + what, hint));
    }

    /** {@code vllm_args} is what the server is started with; a key that says something else is not heard. */
    private static void vllm(Fields container) {
        Map<String, String> arguments =
                arguments(container.oneOrMore("vllm_args").orElse(List.of()));
        VLLM_FLAGS.forEach((key, flag) ->
                container.value(key).ifPresent(value -> compare(container, key, value, flag, arguments)));
        container
                .inner("vllm_parameters")
                .ifPresent(parameters -> parameters
                        .object()
                        .members()
                        .forEach((key, member) -> compare(
                                container,
                                "vllm_parameters." + key,
                                member.value(),
                                key.replace('_', '-'),
                                arguments)));
    }

    private static void compare(
            Fields container, String key, JsonValue value, String flag, Map<String, String> arguments) {
        String argument = arguments.get(flag);
        Optional<String> said =
                value instanceof JsonValue.Bool bool ? Optional.of(String.valueOf(bool.value())) : Fields.word(value);
        if (argument == null || said.isEmpty() || isSame(argument, said.get())) {
            return;
        }
        container
                .problems()
                .warning(
                        value.place(),
                        "'" + key + "' is " + Shortened.of(said.get()) + ", but 'vllm_args' says --" + flag + " "
                                + Shortened.of(argument),
                        "write it in 'vllm_args' alone, which is what the server is started with");
    }

    private static boolean isSame(String one, String other) {
        String number = "[0-9]{1,9}(\\.[0-9]{1,9})?";
        return (one.matches(number) && other.matches(number))
                ? new BigDecimal(one).compareTo(new BigDecimal(other)) == 0
                : one.equals(other);
    }

    private static Map<String, String> arguments(List<JsonValue> items) {
        List<String> words =
                items.stream().map(Fields::word).flatMap(Optional::stream).toList();
        Map<String, String> arguments = new HashMap<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("--")) {
                continue;
            }
            int equals = word.indexOf('=');
            boolean alone = i + 1 == words.size() || words.get(i + 1).startsWith("--");
            if (equals > 0) {
                arguments.put(word.substring(2, equals), word.substring(equals + 1));
            } else {
                arguments.put(word.substring(2), alone ? "true" : words.get(i + 1));
            }
        }
        return arguments;
    }
}
