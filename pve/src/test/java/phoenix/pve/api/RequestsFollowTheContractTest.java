package phoenix.pve.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import phoenix.pve.DiskSize;
import phoenix.pve.FirewallRule;
import phoenix.pve.GuestKind;
import phoenix.pve.Upid;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;
import tools.jackson.databind.JsonNode;

/**
 * Every request that the factories can make, against Proxmox's own schema of two releases.
 *
 * <p>The factories are found by reflection and called with a sample for each of their parameters, so a new one is checked as soon as it is there.
 */
class RequestsFollowTheContractTest {
    private static final List<Class<?>> FACTORIES = List.of(
            ClusterApi.class,
            NodeApi.class,
            LxcApi.class,
            GuestApi.class,
            QemuApi.class,
            FirewallApi.class,
            StorageApi.class);

    private static final Path LIVES = Path.of("../cli/src/test/resources/phoenix/cli/laws/requests.txt");

    private static final Map<String, String> CREATE = Map.ofEntries(
            Map.entry("vmid", "953"),
            Map.entry("ostemplate", "local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst"),
            Map.entry("unprivileged", "1"),
            Map.entry("hostname", "gateway"),
            Map.entry("cores", "2"),
            Map.entry("memory", "512"),
            Map.entry("swap", "0"),
            Map.entry("rootfs", "local-zfs:8"),
            Map.entry("net0", "name=eth0,bridge=vmbr0,hwaddr=BC:24:11:2A:3B:4C,ip=10.0.0.53/24,gw=10.0.0.1"),
            Map.entry("nameserver", "10.0.0.1 10.0.0.2"),
            Map.entry("searchdomain", "example.org"),
            Map.entry("features", "nesting=1"),
            Map.entry("tags", "web;phoenix-0a1b2c"),
            Map.entry("onboot", "1"),
            Map.entry("description", "zwei\nZeilen"));

    private static final Map<String, String> SET =
            Map.of("memory", "1024", "net0", "name=eth0,bridge=vmbr0,ip=dhcp", "digest", "a".repeat(40));

    private static final Map<String, String> CLONE =
            Map.of("full", "1", "hostname", "gateway", "snapname", "base", "storage", "local-zfs");

    private static final Map<String, String> CREATE_VM = Map.ofEntries(
            Map.entry("vmid", "8000"),
            Map.entry("name", "debian"),
            Map.entry("memory", "1024"),
            Map.entry("cores", "2"),
            Map.entry("cpu", "x86-64-v2-AES"),
            Map.entry("bios", "ovmf"),
            Map.entry("efidisk0", "local-zfs:1,efitype=4m,pre-enrolled-keys=1"),
            Map.entry("tpmstate0", "local-zfs:1,version=v2.0"),
            Map.entry("machine", "q35"),
            Map.entry("scsihw", "virtio-scsi-single"),
            Map.entry("scsi0", "local-zfs:0,import-from=local:import/debian-12.qcow2,discard=on"),
            Map.entry("ide2", "local-zfs:cloudinit"),
            Map.entry("net0", "virtio,bridge=vmbr0,tag=5,firewall=1"),
            Map.entry("serial0", "socket"),
            Map.entry("vga", "serial0"),
            Map.entry("agent", "enabled=1"),
            Map.entry("boot", "order=scsi0"),
            Map.entry("ipconfig0", "ip=10.0.0.80/24,gw=10.0.0.1"),
            Map.entry("ciuser", "admin"),
            Map.entry("ciupgrade", "0"),
            Map.entry("sshkeys", "ssh-ed25519%20AAAA%20me"),
            Map.entry("hostpci0", "mapping=gpu0,pcie=1"),
            Map.entry("description", "zwei\nZeilen"));

    private static final Map<String, String> SET_VM = Map.of(
            "memory", "1024", "cicustom", "user=local:snippets/phoenix-8000-user.yaml", "digest", "a".repeat(40));

    private static final Map<String, String> CLONE_VM =
            Map.of("full", "1", "name", "docker", "snapname", "base", "storage", "local-zfs");

    /** A value for a parameter of a factory. */
    private static Object sample(java.lang.reflect.Method factory, Parameter parameter, boolean flags) {
        Class<?> type = parameter.getType();
        if (type == String.class) {
            return switch (parameter.getName()) {
                case "node" -> "pve-1";
                case "label" -> "container 953 (gateway)";
                case "name" -> "final-form";
                case "description" -> flags ? "{\"v\":1}" : "";
                case "digest" -> flags ? "a".repeat(40) : "";
                case "volume" -> flags || factory.getDeclaringClass() == LxcApi.class ? "rootfs" : "scsi0";
                case "input" -> flags ? "some input" : "";
                case "url" -> "https://example.org/debian-12.qcow2";
                case "checksum" -> flags ? "sha256:" + "0a".repeat(32) : "";
                case "file" -> "/run/phoenix/0";
                case "storage" -> "local-zfs";
                case "pool" -> "web";
                case "content" -> flags ? "vztmpl" : "";
                case "template" -> "debian-12-standard_12.7-1_amd64.tar.zst";
                default -> throw new AssertionError("no sample for " + parameter + " of " + factory);
            };
        }
        if (type == Map.class) {
            return switch (factory.getName()) {
                case "create" -> factory.getDeclaringClass() == QemuApi.class ? CREATE_VM : CREATE;
                case "setOptions" -> Map.of("enable", "1", "policy_in", "DROP", "policy_out", "ACCEPT");
                case "setConfig" -> factory.getDeclaringClass() == LxcApi.class || flags ? SET : SET_VM;
                case "clone" -> !flags ? Map.of() : factory.getDeclaringClass() == QemuApi.class ? CLONE_VM : CLONE;
                default -> throw new AssertionError("no sample for " + parameter + " of " + factory);
            };
        }
        if (type == List.class) {
            return factory.getDeclaringClass() == QemuApi.class
                    ? List.of("ls", "-l", "a b")
                    : flags || factory.getName().equals("revertConfig") ? List.of("nameserver") : List.of();
        }
        if (type == byte[].class) {
            return "some bytes".getBytes(StandardCharsets.UTF_8);
        }
        return sample(type, flags)
                .orElseThrow(() -> new AssertionError("no sample for " + parameter + " of " + factory));
    }

    private static Optional<Object> sample(Class<?> type, boolean flags) {
        Map<Class<?>, Object> samples = Map.of(
                VmId.class,
                new VmId(953),
                boolean.class,
                flags,
                int.class,
                50,
                long.class,
                17L,
                Duration.class,
                Duration.ofSeconds(60),
                DiskSize.class,
                DiskSize.ofGiB(12),
                Upid.class,
                FakeTask.UPID,
                VolumeId.class,
                VolumeId.parse("local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst"),
                FirewallRule.class,
                new FirewallRule(
                        flags ? "in" : "out",
                        "ACCEPT",
                        flags,
                        new TreeMap<>(
                                flags
                                        ? Map.of(
                                                "source",
                                                "10.0.0.0/24",
                                                "proto",
                                                "tcp",
                                                "dport",
                                                "80",
                                                "comment",
                                                "web")
                                        : Map.of("macro", "DNS"))),
                GuestPath.class,
                flags
                        ? new GuestPath(GuestKind.CONTAINER, "pve-1", new VmId(953), "container 953 (gateway)")
                        : new GuestPath(GuestKind.VM, "pve-1", new VmId(8001), "VM 8001 (docker)"));
        return Optional.ofNullable(samples.get(type));
    }

    private static Stream<Request<?>> requests() {
        return FACTORIES.stream()
                .flatMap(factories -> Arrays.stream(factories.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()) && method.getReturnType() == Request.class)
                .flatMap(factory -> Stream.of(call(factory, true), call(factory, false)));
    }

    private static Request<?> call(java.lang.reflect.Method factory, boolean flags) {
        try {
            Object[] arguments = Arrays.stream(factory.getParameters())
                    .map(parameter -> sample(factory, parameter, flags))
                    .toArray();
            return (Request<?>) factory.invoke(null, arguments);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new LinkageError(factory.toString(), e);
        }
    }

    private static Contract contract(String release) {
        Optional<Path> folder = Contract.folder();
        assumeTrue(folder.isPresent(), "Proxmox's schema is not here: no folder shared/pve-api beside the checkout");
        return Contract.read(folder.get(), release);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.4", "9.2"})
    void every_request_is_one_that_proxmox_takes(String release) {
        Contract contract = contract(release);

        assertThat(requests())
                .hasSizeGreaterThan(50)
                .allSatisfy(request -> assertThat(contract.problems(request))
                        .as(request.toString())
                        .isEmpty());
    }

    /** What whole lives of guests sent, as {@code RequestsOfLivesTest} wrote it down: with the values that it had. */
    @ParameterizedTest
    @ValueSource(strings = {"8.4", "9.2"})
    void every_request_that_whole_lives_made_is_one_that_proxmox_takes(String release) throws IOException {
        Contract contract = contract(release);
        List<String> lines = Files.readAllLines(LIVES);

        assertThat(lines).hasSizeGreaterThan(30).allSatisfy(line -> {
            JsonNode sent = Json.parse(line.getBytes(StandardCharsets.UTF_8));
            Map<String, String> parameters = new TreeMap<>();
            sent.path("parameters")
                    .properties()
                    .forEach(entry ->
                            parameters.put(entry.getKey(), entry.getValue().stringValue()));
            Method method = Method.valueOf(Json.text(sent, "method"));
            assertThat(contract.problems(request(method, Json.text(sent, "path"), parameters)))
                    .as(line)
                    .isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.4", "9.2"})
    void the_check_itself_finds_what_is_wrong(String release) {
        Contract contract = contract(release);

        assertThat(contract.problems(request(Method.GET, "/nodes/pve/lxd", Map.of())))
                .containsExactly("no path /nodes/pve/lxd");
        assertThat(contract.problems(request(Method.PUT, "/nodes/pve/lxc", Map.of())))
                .containsExactly("/nodes/{node}/lxc has no method PUT");
        assertThat(contract.problems(request(Method.POST, "/nodes/pve/lxc", Map.of("vmid", "99", "colour", "red"))))
                .containsExactlyInAnyOrder(
                        "vmid: value must have a minimum value of 100",
                        "vmid: invalid format - value does not look like a valid VM ID",
                        "colour: property is not defined in schema",
                        "ostemplate: property is missing and it is not optional");
        Map<String, String> wrong = new TreeMap<>(CREATE);
        wrong.putAll(
                Map.of("memory", "lots", "net0", "bridge=vmbr0,colour=red", "unprivileged", "yes", "hostname", "_"));
        assertThat(contract.problems(request(Method.POST, "/nodes/pve/lxc", wrong)))
                .containsExactlyInAnyOrder(
                        "memory: type check ('integer') failed - got 'lots'",
                        "net0: invalid key in comma-separated list property: colour",
                        "net0.name: property is missing and it is not optional",
                        "unprivileged: type check ('boolean') failed - got 'yes'",
                        "hostname: invalid format - value does not look like a valid DNS name");
    }

    @Test
    void every_purpose_completes_the_sentence_that_begins_with_cannot() {
        assertThat(requests())
                .extracting(Request::purpose)
                .allSatisfy(purpose -> assertThat(purpose)
                        .matches(
                                "(list|ask|use|read|set|create|start|stop|shut down|reboot|take|delete|roll back|make|grow|fetch|run"
                                        + "|reach|see|write)"
                                        + " .+"));
    }

    private static Request<Done> request(Method method, String path, Map<String, String> parameters) {
        return Request.of(method, path, parameters, "try", Done::read);
    }
}
