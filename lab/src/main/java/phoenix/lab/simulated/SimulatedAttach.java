package phoenix.lab.simulated;

import java.util.List;
import java.util.Optional;
import phoenix.pve.VmId;

/** {@code lxc-attach} into simulated containers; what comes of a command {@link ScriptedCommands} says. */
final class SimulatedAttach {
    private final SimulatedContainers containers;
    private final ScriptedCommands commands;

    SimulatedAttach(SimulatedNode node) {
        this.containers = node.containers();
        this.commands = new ScriptedCommands(node.root().resolveSibling("commands"));
    }

    Result exec(List<String> argv, byte[] stdin) {
        int dashes = argv.indexOf("--");
        List<String> options = dashes < 0 ? argv : argv.subList(0, dashes);
        List<String> command = dashes < 0 ? List.of() : argv.subList(dashes + 1, argv.size());
        Optional<VmId> id = guest(options);
        if (id.isEmpty()) {
            return Result.failed(1, "lxc-attach: No container name specified\n");
        }
        if (!containers.isRunning(id.get())) {
            String place = "lxc-attach: " + id.get() + ": ../src/lxc/attach.c: ";
            return Result.failed(
                    1,
                    place + "get_attach_context: 406 Connection refused - Failed to get init pid\n" + place
                            + "lxc_attach: 1470 Connection refused - Failed to get attach context\n");
        }
        return commands.run(id.get(), containers.folder(id.get()), command, stdin);
    }

    private static Optional<VmId> guest(List<String> options) {
        for (int i = 1; i < options.size(); i++) {
            String option = options.get(i);
            if ((option.equals("-n") || option.equals("--name")) && i + 1 < options.size()) {
                return Optional.of(VmId.parse(options.get(i + 1)));
            }
            if (option.startsWith("--name=")) {
                return Optional.of(VmId.parse(option.substring("--name=".length())));
            }
        }
        return Optional.empty();
    }
}
