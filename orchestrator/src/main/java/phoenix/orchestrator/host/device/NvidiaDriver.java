package phoenix.orchestrator.host.device;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostServices;
import phoenix.orchestrator.host.Acts;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.Made;
import phoenix.orchestrator.host.NodeFiles;
import phoenix.orchestrator.host.OwnFile;
import phoenix.orchestrator.host.Question;
import phoenix.orchestrator.host.Tool;
import phoenix.orchestrator.plan.Impact;

/**
 * NVIDIA's driver, for every kernel that is installed and by DKMS for those that come; the kernel's own driver kept off; and the devices made
 * before guests start. A module that runs is never unloaded: where another one runs, a reboot is reported. A driver that Phoenix installed is noted
 * on the node; it stays when it is declared no more, for guests may compute with it, and is told.
 *
 * @see "NVIDIA Accelerated Linux Graphics Driver README: Installing the NVIDIA Driver; nvidia-installer --advanced-options"
 */
public final class NvidiaDriver implements HostKind {
    private static final String FILES = "files-of-nvidia";
    private static final String DRIVER = "NVIDIA driver";
    private static final String DEVICES = "NVIDIA devices";
    private static final Made MADE = new Made("drivers");
    private static final String NVIDIA = "nvidia";
    private static final Duration LIMIT = Duration.ofMinutes(45);
    private static final String SERVICE = "phoenix-nvidia.service";

    private static final OwnFile NOUVEAU_OFF = OwnFile.at("/etc/modprobe.d/phoenix-nvidia.conf");
    private static final OwnFile UNIT = OwnFile.at("/etc/systemd/system/" + SERVICE);
    private static final String UNIT_TEXT = """
            [Unit]
            Description=NVIDIA's device nodes and persistence, before guests start
            Before=pve-guests.service

            [Service]
            Type=oneshot
            RemainAfterExit=yes
            ExecStart=nvidia-modprobe -u -c=0
            ExecStart=nvidia-smi -pm 1

            [Install]
            WantedBy=multi-user.target
            """;

    @Override
    public String name() {
        return DRIVER;
    }

    @Override
    public List<Tool> tools(DesiredHost want) {
        if (want.services().driver() == null) {
            return List.of();
        }
        return List.of(
                Tool.of("lspci", "pciutils"),
                Tool.of("modinfo", "kmod"),
                Tool.of("curl", "curl"),
                Tool.of("dkms", "dkms"),
                Tool.of("gcc", "gcc"),
                Tool.of("make", "make"));
    }

    @Override
    public List<Question> questions(DesiredHost want) {
        return List.of(
                Made.question(),
                Question.script(NvidiaDriver.class, NvidiaLook.SCRIPT, List.of()),
                NodeFiles.question(FILES, List.of(NOUVEAU_OFF.path(), UNIT.path())));
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        NodeFiles files = NodeFiles.of(facts, FILES);
        HostServices.Driver driver = want.services().driver();
        NvidiaLook look = NvidiaLook.of(facts);
        if (driver == null) {
            boolean told = look.installed() && MADE.in(facts).contains(NVIDIA);
            List<HostResource> resources = new ArrayList<>(withoutDriver(files, told));
            if (told) {
                resources.add(HostResource.staying(
                        DRIVER,
                        "it is declared no more and stays installed, for guests may compute with it; to remove it: "
                                + (look.packaged().isEmpty()
                                        ? "nvidia-uninstall"
                                        : "apt-get purge " + String.join(" ", look.packaged()))));
            }
            return resources;
        }
        return List.of(driver(driver, look, files), devices(driver, look, files));
    }

    private static HostResource driver(HostServices.Driver driver, NvidiaLook look, NodeFiles files) {
        HostResource.Draft draft = HostResource.named(DRIVER).within(LIMIT).lane("apt");
        look.account().forEach(draft::remark);
        boolean byPackages = driver.url().isEmpty();
        if (look.devices().isEmpty() && look.gpus().isEmpty()) {
            return draft.refuse(
                            "the node has no GPU of NVIDIA's",
                            "see lspci -d 10de: on the node; where there is none, set nvidia_driver.install to false")
                    .done();
        } else if (!byPackages && !look.packaged().isEmpty()) {
            return draft.refuse(
                            "the distribution's packages have put a driver there (" + String.join(", ", look.packaged())
                                    + "), which a run file would break",
                            "remove runfile_url to use the packages, or remove them: apt-get purge "
                                    + String.join(" ", look.packaged()))
                    .done();
        }
        NOUVEAU_OFF.compare(draft, files, "blacklist nouveau\noptions nouveau modeset=0\n");
        boolean nouveauOff = draft.differs();
        boolean install = modules(draft, driver, look);
        if (install) {
            draft.act(MADE.note(List.of(NVIDIA)));
            List<String> arguments = new ArrayList<>(List.of(driver.version()));
            if (!byPackages) {
                arguments.add(driver.url());
                arguments.add(driver.sha256());
                if (driver.sha256().isEmpty()) {
                    draft.remark("the run file is compared with no checksum: runfile_checksum is absent");
                }
            }
            draft.act(Acts.script(NvidiaDriver.class, "install-nvidia.sh", LIMIT, "", arguments));
        }
        if (install || nouveauOff) {
            draft.act(Acts.run(Duration.ofMinutes(10), List.of("update-initramfs", "-u", "-k", "all")));
        }
        if (look.nouveau()) {
            draft.reboot("the kernel's own driver (nouveau) holds the GPUs until the node is rebooted");
        } else if (!look.loaded().isEmpty() && !look.loaded().equals(driver.version())) {
            draft.reboot("driver " + look.loaded() + " runs until the node is rebooted");
        }
        return draft.done();
    }

    /** @return whether the driver has to be installed */
    private static boolean modules(HostResource.Draft draft, HostServices.Driver driver, NvidiaLook look) {
        boolean install = false;
        for (var kernel : look.kernels().entrySet()) {
            if (!kernel.getValue().module().equals(driver.version())) {
                install = true;
                draft.change(
                        "driver for kernel " + kernel.getKey(),
                        kernel.getValue().module(),
                        driver.version(),
                        "",
                        Impact.LIVE);
                if (!kernel.getValue().headers()) {
                    draft.change("headers of kernel " + kernel.getKey(), "", "installed", "", Impact.LIVE);
                }
            }
        }
        if (look.kernels().isEmpty() && !look.loaded().equals(driver.version())) {
            draft.change("driver", look.loaded(), driver.version(), "", Impact.LIVE);
            install = true;
        }
        if (!look.dkms().contains(driver.version())) {
            draft.change("DKMS", String.join(", ", look.dkms()), driver.version(), "", Impact.LIVE);
            install = true;
        }
        return install;
    }

    private static HostResource devices(HostServices.Driver driver, NvidiaLook look, NodeFiles files) {
        HostResource.Draft draft = HostResource.named(DEVICES).needs(DRIVER);
        UNIT.compare(draft, files, UNIT_TEXT);
        draft.compare("at boot", look.unit().equals("enabled") ? "enabled" : "", "enabled");
        boolean runs = look.loaded().equals(driver.version());
        if (runs) {
            List<String> needed = new ArrayList<>(List.of("/dev/nvidiactl", "/dev/nvidia-uvm"));
            look.gpus().forEach(gpu -> needed.add("/dev/nvidia" + gpu.index()));
            needed.removeAll(look.nodes());
            needed.forEach(node -> draft.change("device node", "", node, "", Impact.LIVE));
            look.gpus().stream()
                    .filter(gpu -> !gpu.persistent())
                    .forEach(gpu -> draft.compare("persistence of GPU " + gpu.index(), "off", "on"));
        } else {
            draft.remark(
                    "the devices are made when driver " + driver.version() + " runs, at boot and before guests start");
        }
        draft.act(Acts.script(
                NvidiaDriver.class, "enable-nvidia.sh", Duration.ofMinutes(3), "", List.of(SERVICE, driver.version())));
        return draft.done();
    }

    private static List<HostResource> withoutDriver(NodeFiles files, boolean told) {
        HostResource.Draft draft = HostResource.named(DEVICES);
        if (OwnFile.isOurs(files.text(UNIT.path()))) {
            draft.act(Acts.run("systemctl", "disable", SERVICE));
        }
        boolean unit = UNIT.remove(draft, files);
        boolean nouveau = NOUVEAU_OFF.remove(draft, files);
        if (!unit && !nouveau) {
            return List.of();
        }
        if (!told) {
            draft.remark("a driver that is installed stays; to remove it: nvidia-uninstall, or apt-get purge");
        }
        return List.of(draft.act(Acts.run("systemctl", "daemon-reload")).done());
    }
}
