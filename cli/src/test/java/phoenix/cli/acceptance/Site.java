package phoenix.cli.acceptance;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * @param network the first three numbers of a /24 that the guests may use; the gateway is .1
 * @param real whether scripts inside guests really run
 */
record Site(
        Map<String, String> commandEnvironment,
        Map<String, String> apiEnvironment,
        String network,
        String storage,
        String template,
        boolean real) {
    static final Duration COMMAND_LIMIT = Duration.ofMinutes(8);

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
                System.getenv().getOrDefault("PHOENIX_TEST_NETWORK", "10.186.0"),
                System.getenv().getOrDefault("PHOENIX_TEST_STORAGE", "local-zfs"),
                System.getenv().getOrDefault("PHOENIX_TEST_TEMPLATE", "debian-12-standard"),
                true);
    }

    PhoenixCommand.Ended phoenix(String... arguments) {
        return PhoenixCommand.run(commandEnvironment, COMMAND_LIMIT, arguments);
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
