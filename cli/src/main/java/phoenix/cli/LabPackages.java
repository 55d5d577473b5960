package phoenix.cli;

import java.util.List;
import phoenix.lab.host.HostRequirements;

/** Makes sure that this machine can have a real lab: installs what is missing, or says clearly what stands against it. */
final class LabPackages {
    private LabPackages() {}

    /** @throws CommandFailure if something is missing that no package brings */
    static void require(Console console) {
        HostRequirements requirements = HostRequirements.check();
        if (requirements.areMet()) {
            return;
        }
        if (requirements.obstacles().isEmpty()) {
            console.tell("lab: installing " + String.join(" ", requirements.missingPackages()) + " ...");
            requirements.install(line -> {});
            requirements = HostRequirements.check();
        }
        List<String> still = requirements.inWords();
        if (!still.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.NODE_UNAVAILABLE,
                    "no Proxmox node is named, and this machine cannot have a lab: " + String.join("; ", still),
                    "set PROXMOX_VE_ENDPOINT for a real node, or add --simulate to see everything without real guests");
        }
    }
}
