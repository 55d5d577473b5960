package phoenix.cli.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import phoenix.lab.host.LabName;
import phoenix.lab.host.LabPlace;
import phoenix.pve.api.CertificateTrust;
import phoenix.pve.api.Credentials;
import phoenix.pve.api.Fingerprint;
import phoenix.pve.api.HttpsTransport;
import phoenix.pve.api.PveClient;

/**
 * Where the acceptance tests work: a lab of their own, simulated or real, or the Proxmox node that the environment names. The tests
 * themselves do not know which.
 *
 * @param commandEnvironment what the command gets
 * @param apiEnvironment the variables that name the API, as {@code phoenix lab env} prints them
 * @param options what every command line begins with
 * @param network the first three numbers of a /24 that the guests may use; the gateway is .1
 * @param real whether scripts inside guests really run
 */
record Site(
        Map<String, String> commandEnvironment,
        Map<String, String> apiEnvironment,
        List<String> options,
        String network,
        String storage,
        String template,
        boolean real) {
    static final Duration COMMAND_LIMIT = Duration.ofMinutes(15);

    /** The Proxmox node that the environment names. */
    static Site node() {
        Map<String, String> variables = new HashMap<>();
        System.getenv().forEach((name, value) -> {
            if (name.startsWith("PROXMOX_VE_")) {
                variables.put(name, value);
            }
        });
        return new Site(
                variables,
                variables,
                List.of(),
                System.getenv().getOrDefault("PHOENIX_TEST_NETWORK", "10.186.0"),
                System.getenv().getOrDefault("PHOENIX_TEST_STORAGE", "local-zfs"),
                System.getenv().getOrDefault("PHOENIX_TEST_TEMPLATE", "debian-12-standard"),
                true);
    }

    /** Whether its bridge gives addresses to who asks for one: every lab's does; of a node, PHOENIX_TEST_DHCP says it. */
    boolean dhcp() {
        boolean lab = !options.isEmpty() || commandEnvironment.containsKey("PHOENIX_LAB");
        return lab || System.getenv().containsKey("PHOENIX_TEST_DHCP");
    }

    /** The cloud image that VMs are made from: part of a file's name, or an address. */
    String image() {
        return System.getenv().getOrDefault("PHOENIX_TEST_IMAGE", "debian-12");
    }

    PhoenixCommand.Ended phoenix(String... arguments) {
        return PhoenixCommand.run(commandEnvironment, COMMAND_LIMIT, commandLine(arguments));
    }

    /** The same for a folder of files, which the arguments are about. */
    PhoenixCommand.Ended phoenix(Path config, List<String> arguments, String... more) {
        List<String> all = new ArrayList<>(List.of("--config", config.toString()));
        all.addAll(arguments);
        all.addAll(List.of(more));
        return phoenix(all.toArray(String[]::new));
    }

    /** What a program inside a guest of a real node prints: on the lab two attachments, as the lab itself does it. */
    String inGuest(int guest, String... argv) {
        List<String> all = new ArrayList<>(List.of("lxc-attach", "-n", Integer.toString(guest), "--clear-env", "--"));
        all.addAll(List.of(argv));
        return onNode(all.toArray(String[]::new));
    }

    /** What a program on the node prints, be it the real lab's or the one that the environment names. */
    String onNode(String... argv) {
        if (commandEnvironment.containsKey("PROXMOX_VE_SSH_USERNAME")) {
            try (ByHand hand = ByHand.on(this)) {
                return hand.said(List.of(argv));
            }
        }
        LabPlace place = LabPlace.of(new LabName(commandEnvironment.getOrDefault("PHOENIX_LAB", "lab")));
        List<String> all = new ArrayList<>(List.of(
                "lxc-attach",
                "-P",
                place.home().resolve("lxc").toString(),
                "-n",
                place.name().container(),
                "--"));
        all.addAll(List.of(argv));
        try {
            Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return said.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The whole command line for these arguments here. */
    String[] commandLine(String... arguments) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(arguments));
        return all.toArray(String[]::new);
    }

    /** A client of its own, to look at what the command did. */
    PveClient client() {
        return new PveClient(new HttpsTransport(
                URI.create(variable("PROXMOX_VE_ENDPOINT")),
                Credentials.ApiToken.parse(variable("PROXMOX_VE_API_TOKEN")),
                CertificateTrust.pinned(new Fingerprint(variable("PROXMOX_VE_FINGERPRINT")))));
    }

    private String variable(String name) {
        String value = apiEnvironment.get(name);
        if (value == null) {
            throw new AssertionError("the tests need " + name + "; there is " + List.copyOf(apiEnvironment.keySet()));
        }
        return value;
    }
}
