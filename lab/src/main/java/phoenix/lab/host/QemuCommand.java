package phoenix.lab.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import phoenix.lab.node.Machines;
import phoenix.pve.GuestConfig;
import phoenix.pve.PropertyString;
import phoenix.pve.VmId;

/** The argument vector of a VM's QEMU, made of its configuration; and the same devices as QEMU takes them while it runs. */
final class QemuCommand {
    static final String RUN = "/run/pve-lab/qemu/";
    private static final String OVMF = "/usr/share/OVMF/OVMF_CODE_4M.fd";

    private final VmId id;
    private final Machines.Launch launch;
    private final boolean kvm;
    private final List<String> argv = new ArrayList<>();

    QemuCommand(VmId id, Machines.Launch launch, boolean kvm) {
        this.id = id;
        this.launch = launch;
        this.kvm = kvm;
    }

    private static void add(List<String> argv, String... words) {
        argv.addAll(List.of(words));
    }

    private String option(String name, String byDefault) {
        return launch.config().get(name).orElse(byDefault);
    }

    private boolean isQ35() {
        return option("machine", "pc").contains("q35");
    }

    List<String> build() {
        String run = RUN + id;
        add(argv, "qemu-system-x86_64", "-name", option("name", "VM" + id) + ",debug-threads=on");
        add(argv, "-no-user-config", "-nodefaults", "-display", "none", "-daemonize", "-pidfile", run + ".pid");
        add(argv, "-qmp", "unix:" + run + ".qmp,server=on,wait=off");
        add(argv, "-machine", (isQ35() ? "q35" : "pc") + ",accel=" + (kvm ? "kvm" : "tcg"));
        if (!kvm) {
            add(argv, "-accel", "tcg,thread=multi");
            argv.set(argv.indexOf("-machine") + 1, isQ35() ? "q35" : "pc");
        }
        add(argv, "-cpu", cpu());
        int sockets = Integer.parseInt(option("sockets", "1"));
        int cores = Integer.parseInt(option("cores", "1"));
        add(argv, "-smp", sockets * cores + ",sockets=" + sockets + ",cores=" + cores + ",threads=1");
        add(argv, "-m", option("memory", "512").replaceFirst("^current=", ""));
        add(argv, "-device", "virtio-rng-pci");
        launch.config()
                .get("smbios1")
                .map(text -> PropertyString.parse(text, ""))
                .flatMap(smbios -> smbios.get("uuid"))
                .ifPresent(uuid -> add(argv, "-uuid", uuid));
        firmware();
        controllers();
        launch.disks().entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(disk -> {
            if (!disk.getKey().matches("efidisk0|tpmstate0")) {
                disk(disk.getKey(), disk.getValue());
            }
        });
        cds();
        tpm();
        nets();
        agent();
        serial();
        launch.state().ifPresent(state -> add(argv, "-loadvm", state));
        return argv;
    }

    private String cpu() {
        String type = PropertyString.parse(option("cpu", "kvm64"), "cputype")
                .get("cputype")
                .orElse("kvm64");
        if (kvm) {
            return type.equals("host") || type.startsWith("x86-64-v") ? "host" : type;
        }
        return switch (type) {
            case "kvm64", "qemu64", "kvm32", "qemu32" -> "qemu64";
            default -> type.startsWith("x86-64-v2") ? "Nehalem" : "max";
        };
    }

    private void firmware() {
        if (!option("bios", "seabios").equals("ovmf")) {
            return;
        }
        add(argv, "-drive", "if=pflash,format=raw,unit=0,readonly=on,file=" + OVMF);
        String vars = launch.disks().get("efidisk0");
        if (vars != null) {
            add(argv, "-drive", "if=pflash,format=raw,unit=1,file=/rpool/images/" + vars + ".vars");
        }
    }

    private void controllers() {
        boolean scsi = launch.config().options().keySet().stream().anyMatch(name -> name.matches("scsi[0-9]+"));
        if (scsi) {
            String type = switch (option("scsihw", "lsi")) {
                case "virtio-scsi-pci", "virtio-scsi-single" -> "virtio-scsi-pci";
                case "megasas" -> "megasas";
                case "pvscsi" -> "pvscsi";
                default -> "lsi";
            };
            add(argv, "-device", type + ",id=scsihw0");
        }
        if (launch.config().options().keySet().stream().anyMatch(name -> name.matches("sata[0-9]+")) && !isQ35()) {
            add(argv, "-device", "ahci,id=ahci0");
        }
    }

    /** How QEMU is to open a disk. */
    static Map<String, Object> block(String volume) {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("driver", "file");
        file.put("filename", QcowImages.path(volume));
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("driver", "qcow2");
        block.put("node-name", volume);
        block.put("discard", "unmap");
        block.put("cache", Map.of("no-flush", true));
        block.put("file", file);
        return block;
    }

    private void disk(String option, String volume) {
        add(
                argv,
                "-blockdev",
                "driver=qcow2,node-name=" + volume + ",discard=unmap,cache.no-flush=on,file.driver=file,file.filename="
                        + QcowImages.path(volume));
        Map<String, Object> device = device(option, volume, "hd");
        StringBuilder text = new StringBuilder(String.valueOf(device.remove("driver")));
        device.forEach((key, value) -> text.append(',').append(key).append('=').append(value));
        add(argv, "-device", text.toString());
    }

    /** The device of a drive, as {@code device_add} takes it. */
    Map<String, Object> device(String option, String drive, String kind) {
        int number = Integer.parseInt(option.replaceAll("[^0-9]", ""));
        Map<String, Object> device = new LinkedHashMap<>();
        if (option.startsWith("virtio")) {
            device.put("driver", "virtio-blk-pci");
        } else if (option.startsWith("scsi")) {
            device.put("driver", "scsi-" + kind);
            device.put("bus", "scsihw0.0");
            device.put("scsi-id", number);
        } else if (option.startsWith("sata")) {
            device.put("driver", "ide-" + kind);
            device.put("bus", (isQ35() ? "ide." : "ahci0.") + number);
        } else {
            device.put("driver", "ide-" + kind);
            device.put("bus", isQ35() ? "ide." + (number + 2) : "ide." + number / 2);
            if (!isQ35()) {
                device.put("unit", number % 2);
            }
        }
        if (!drive.isEmpty()) {
            device.put("drive", drive);
        }
        device.put("id", option);
        PropertyString values = PropertyString.parse(option(option, ""), "file");
        if (!kind.equals("cd")) {
            values.get("serial").ifPresent(serial -> device.put("serial", serial));
        }
        int place = boot().indexOf(option);
        if (place >= 0) {
            device.put("bootindex", 100 + place);
        }
        return device;
    }

    private List<String> boot() {
        return List.of(option("boot", "").replaceFirst("^order=", "").split(";"));
    }

    private void cds() {
        launch.config().options().forEach((option, value) -> {
            boolean cloudInit =
                    value.matches(".*vm-[0-9]+-cloudinit.*") && !launch.seed().isEmpty();
            String file = cloudInit ? seedFile(id) : launch.files().get(option);
            if (!option.matches("(?:ide|sata|scsi)[0-9]+") || file == null) {
                return;
            }
            add(
                    argv,
                    "-blockdev",
                    "driver=raw,read-only=on,node-name=cd-" + option + ",file.driver=file,file.filename=" + file);
            Map<String, Object> device = device(option, "cd-" + option, "cd");
            StringBuilder text = new StringBuilder(String.valueOf(device.remove("driver")));
            device.forEach(
                    (key, one) -> text.append(',').append(key).append('=').append(one));
            add(argv, "-device", text.toString());
        });
    }

    /** Where a VM's cloud-init drive lies on the node. */
    static String seedFile(VmId id) {
        return "/rpool/images/vm-" + id + "-cloudinit.iso";
    }

    private void tpm() {
        if (launch.disks().containsKey("tpmstate0")) {
            add(argv, "-chardev", "socket,id=tpmchar,path=" + RUN + id + ".swtpm");
            add(argv, "-tpmdev", "emulator,id=tpmdev,chardev=tpmchar", "-device", "tpm-tis,tpmdev=tpmdev");
        }
    }

    private void nets() {
        launch.config().options().forEach((option, value) -> {
            if (option.matches("net[0-9]+")) {
                add(argv, "-netdev", "tap,id=" + option + ",ifname=" + tap(id, option) + ",script=no,downscript=no");
                add(
                        argv,
                        "-device",
                        netDriver(value) + ",id=dev-" + option + ",netdev=" + option + ",mac=" + mac(value)
                                + (boot().contains(option) ? ",bootindex=" + (100 + boot().indexOf(option)) : ""));
            }
        });
    }

    static String tap(VmId id, String option) {
        return "tap" + id + "i" + option.substring("net".length());
    }

    static String netDriver(String net) {
        String model = net.replaceFirst("^(?:model=)?([^=,]+).*", "$1");
        return switch (model) {
            case "virtio" -> "virtio-net-pci";
            case "vmxnet3", "rtl8139", "pcnet", "e1000e", "e1000" -> model;
            default -> "e1000";
        };
    }

    static String mac(String net) {
        return net.replaceFirst("^(?:.*[=,])?([0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}).*$", "$1");
    }

    private void agent() {
        if (option("agent", "0").matches("(?:enabled=)?1(?:,.*)?")) {
            add(argv, "-device", "virtio-serial-pci,id=qga");
            add(argv, "-chardev", "socket,id=qga0,path=" + RUN + id + ".qga,server=on,wait=off");
            add(argv, "-device", "virtserialport,bus=qga.0,chardev=qga0,name=org.qemu.guest_agent.0");
        }
    }

    /** Nobody has to read a console for the VM to go on: what it says is in the log, too. */
    private void serial() {
        GuestConfig.Section config = launch.config();
        config.options().keySet().stream()
                .filter(name -> name.matches("serial[0-3]"))
                .forEach(name -> add(
                        argv,
                        "-chardev",
                        "socket,id=" + name + ",path=" + RUN + id + "." + name
                                + ",server=on,wait=off,logfile=/var/log/qemu-" + id + "-" + name + ".log",
                        "-device",
                        "isa-serial,chardev=" + name));
        String vga = option("vga", "std");
        if (vga.startsWith("serial") || vga.startsWith("none")) {
            return;
        }
        add(argv, "-device", "VGA,vgamem_mb=16");
    }
}
