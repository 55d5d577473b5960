package phoenix.lab.hardware;

import static phoenix.lab.rest.StandardParams.node;

import java.util.List;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.rest.Permission;
import phoenix.lab.schema.Formats;
import phoenix.lab.schema.Param;

/**
 * The endpoint about the node's PCI devices.
 *
 * @see "PVE source: PVE/API2/Hardware/PCI.pm"
 */
public final class PciEndpoints {
    private static final String LEFT_OUT = "05;06;0b";

    private PciEndpoints() {}

    public static List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/nodes/{node}/hardware/pci")
                .with(
                        node(),
                        Param.string("pci-class-blacklist")
                                .optional()
                                .byDefault(LEFT_OUT)
                                .format("string-list"),
                        Param.bool("verbose").optional().byDefault(true))
                .allow(Permission.onAny("/", "Sys.Audit", "Sys.Modify"))
                .asRoot()
                .handledBy(PciEndpoints::devices));
    }

    private static Object devices(Call call) {
        List<String> leftOut = Formats.split(call.text("pci-class-blacklist", LEFT_OUT));
        boolean verbose = !call.text("verbose", "1").equals("0");
        return StandInDevices.all()
                .filter(device ->
                        leftOut.stream().noneMatch(kind -> device.kind().startsWith("0x" + kind)))
                .map(device -> device.json(verbose))
                .toList();
    }
}
