package phoenix.orchestrator.host.device;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostServices;
import phoenix.orchestrator.host.Acts;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.Made;
import phoenix.orchestrator.host.Question;
import phoenix.orchestrator.host.Tool;
import phoenix.orchestrator.plan.Impact;

/**
 * Devices that are left to VMs: the IOMMU on the kernel's command line, the modules, and which devices vfio-pci takes before others. The devices
 * are the declared ones and nothing else. What it takes comes with the next boot, which is reported, and done where that was agreed to. Words on the
 * command line that Phoenix put there are noted on the node; they stay when nothing is declared any more, and are told.
 *
 * <p>That vfio-pci knows a device is not enough: whichever driver is loaded first has it. So the drivers that would take it are told to have
 * vfio-pci loaded before them.
 */
public final class DevicePassthrough implements HostKind {
    private static final String LOOK = "look-passthrough.sh";
    private static final String NAME = "device passthrough";
    private static final Made MADE = new Made("kernel");
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final String MODULES = "vfio\nvfio_iommu_type1\nvfio_pci\n";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Tool> tools(DesiredHost want) {
        return want.services().passthrough() == null ? List.of() : List.of(Tool.of("lspci", "pciutils"));
    }

    private static List<String> devices(DesiredHost want) {
        HostServices.Passthrough passthrough = want.services().passthrough();
        return passthrough == null ? List.of() : passthrough.devices();
    }

    @Override
    public List<Question> questions(DesiredHost want) {
        return List.of(Made.question(), Question.script(DevicePassthrough.class, LOOK, devices(want)));
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        String options = facts.labelled(LOOK, "options");
        if (want.services().passthrough() == null) {
            boolean ours =
                    !options.isEmpty() || !facts.labelled(LOOK, "modules").isEmpty();
            return Stream.concat(ours ? Stream.of(removal()) : Stream.of(), left(facts).stream())
                    .toList();
        }
        HostResource.Draft draft = HostResource.named(NAME).within(LIMIT);
        TreeSet<String> ids = new TreeSet<>();
        for (String device : devices(want)) {
            List<String> found = behind("device " + device + " ", facts);
            if (found.isEmpty()) {
                return List.of(draft.refuse(
                                "there is no device " + device + " on the node",
                                "take its address from lspci -D, or remove it from vfio.devices")
                        .done());
            }
            ids.addAll(found);
        }
        String iommu = facts.labelled(LOOK, "vendor").equals("AuthenticAMD") ? "amd_iommu=on" : "intel_iommu=on";
        List<String> words = List.of(iommu, "iommu=pt");
        List<String> lines = new ArrayList<>();
        if (!ids.isEmpty()) {
            lines.add("options vfio-pci ids=" + String.join(",", ids));
        }
        new TreeSet<>(behind("driver ", facts)).forEach(driver -> lines.add("softdep " + driver + " pre: vfio-pci"));
        draft.compare("vfio-pci", options, String.join("; ", lines));
        draft.compare(
                "modules", facts.labelled(LOOK, "modules"), MODULES.strip().replace('\n', ' '));
        List<String> configured = List.of(facts.labelled(LOOK, "configured").split(" "));
        List<String> running = List.of(facts.labelled(LOOK, "running").split(" "));
        List<String> missing =
                words.stream().filter(word -> !configured.contains(word)).toList();
        missing.forEach(word -> draft.change("kernel command line", "", word, "", Impact.LIVE));
        if (!missing.isEmpty()) {
            draft.act(MADE.note(missing));
        }
        boolean sinceBoot = !facts.labelled(LOOK, "fresh").isEmpty();
        if (draft.differs() || sinceBoot || !running.containsAll(words)) {
            draft.reboot("the node has to be rebooted before devices can be passed through");
        } else {
            behind("held ", facts)
                    .forEach(
                            held -> draft.remark(
                                    held.replaceFirst(" ", " is held by ")
                                            + ", which took it before vfio-pci could; Proxmox takes it away when a VM with it is started"));
        }
        List<String> arguments = new ArrayList<>(List.of(String.join("\n", lines)));
        arguments.addAll(words);
        return List.of(draft.act(Acts.script(DevicePassthrough.class, "set-passthrough.sh", LIMIT, MODULES, arguments))
                .done());
    }

    /** What is told of words on the command line that Phoenix put there. */
    private static Optional<HostResource> left(HostFacts facts) {
        List<String> configured = List.of(facts.labelled(LOOK, "configured").split(" "));
        List<String> words =
                MADE.in(facts).stream().filter(configured::contains).toList();
        return words.isEmpty()
                ? Optional.empty()
                : Optional.of(HostResource.staying(
                        "kernel command line",
                        String.join(" ", words) + ": declared no more, and stays; to take it away, remove it from"
                                + " /etc/kernel/cmdline and run proxmox-boot-tool refresh, or, where GRUB starts the node, from"
                                + " /etc/default/grub.d/phoenix-vfio.cfg and run update-grub"));
    }

    private static List<String> behind(String label, HostFacts facts) {
        return facts.lines(LOOK).stream()
                .filter(line -> line.startsWith(label))
                .map(line -> line.substring(label.length()))
                .toList();
    }

    private static HostResource removal() {
        return HostResource.named(NAME)
                .goes()
                .within(LIMIT)
                .change("vfio-pci", "Phoenix's", "", "declared no more", Impact.LIVE)
                .reboot("the node keeps its devices from the next boot on; the IOMMU stays on")
                .act(Acts.script(DevicePassthrough.class, "set-passthrough.sh", LIMIT, "", List.of("")))
                .done();
    }
}
