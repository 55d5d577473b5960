package phoenix.cli;

import java.util.Optional;
import phoenix.lab.Access;
import phoenix.lab.Lab;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.pve.api.CertificateTrust;
import phoenix.pve.api.Credentials;
import phoenix.pve.api.Fingerprint;
import phoenix.pve.api.HttpsTransport;
import phoenix.pve.api.PveClient;
import phoenix.pve.api.Secret;
import phoenix.pve.shell.LocalShell;
import phoenix.pve.shell.NodeShell;

/** Makes an open lab the node that a command works on: over HTTPS and a shell, as any other node. */
final class LabNode {
    private LabNode() {}

    static OpenNode of(Lab lab, String name) {
        Access access = lab.access();
        PveClient client = new PveClient(new HttpsTransport(
                access.endpoint(),
                new Credentials.Password(access.user(), new Secret(access.password())),
                CertificateTrust.pinned(new Fingerprint(access.fingerprint()))));
        NodeShell shell = lab.simulatedShell()
                .<NodeShell>map(SimulatedNodeShell::new)
                .orElseGet(() -> new LocalShell(lab.shellPrefix().orElseThrow(), "the lab's node"));
        String where = lab.node().simulated()
                ? "SIMULATED lab '" + name + "' (no guest is real)"
                : "lab '" + name + "', a disposable host on this machine";
        return new OpenNode(new NodeAccess("pve", client, Optional.of(shell)), where, () -> {
            client.close();
            shell.close();
            lab.close();
        });
    }
}
