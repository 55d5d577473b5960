package phoenix.cli.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.orchestrator.Planner;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.config.ConfigLoader;
import phoenix.orchestrator.config.FeatureFolders;
import phoenix.orchestrator.config.Loaded;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.report.Export;
import phoenix.pve.VmId;

/**
 * Guests as Proxmox's own commands make them, each with something that people do and Phoenix would not: what is exported of them is a valid
 * file, and a run by it changes nothing of them.
 */
class MadeByHandTest {
    /** What every container of these has, as its file says it. */
    private static final String CONTAINER = """
            arch: amd64
            hostname: web
            memory: 512
            ostype: debian
            rootfs: local-zfs:subvol-%d-disk-0,size=8G
            unprivileged: 1
            """;

    private static final List<String> CONTAINERS = List.of(
            "features: nesting=1,mount=nfs;cifs,fuse=1\n",
            "startup: up=30\nonboot: 1\n",
            "startup: 5\n",
            "hookscript: local:snippets/hook.pl\n",
            "mp0: local-zfs:subvol-200-disk-1,mp=/a-b,size=4G\nmp1: local-zfs:subvol-200-disk-2,mp=/a/b,size=4G\n",
            "mp0: local-zfs:subvol-200-disk-1,mp=/srv/my data,size=4G\n",
            "mp0: local-zfs:subvol-200-disk-1,mp=/x,size=4G,acl=1,mountoptions=noatime;discard,quota=0,replicate=0,backup=1\n",
            "mp3: local-zfs:subvol-200-disk-1,mp=/x,size=4G\nmp7: /srv/media,mp=/media,ro=1,shared=1\n",
            "mp0: /dev/sdb1,mp=/x\n",
            "net0: name=eth0,bridge=vmbr0,firewall=1,gw=10.0.0.1,hwaddr=BC:24:11:00:00:01,ip=10.0.0.5/24,ip6=auto,link_down=1,mtu=1400,rate=5,tag=5,trunks=2;3,type=veth\n",
            "net0: name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:01,type=veth\n",
            "net0: name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:01,ip=dhcp,ip6=dhcp,type=veth\nnet2: name=eth2,bridge=vmbr0,hwaddr=BC:24:11:00:00:03,ip=manual,type=veth\n",
            "net1: name=eth1,bridge=vmbr0,hwaddr=BC:24:11:00:00:01,ip=dhcp,type=veth\n",
            "net0: name=wan0,hwaddr=BC:24:11:00:00:01,ip=dhcp,type=veth\n",
            "cpulimit: 0.5\ncpuunits: 50\nswap: 0\n",
            "tags: Web;a+b;c.d;e_f\n",
            "nameserver: 1.1.1.1 2606:4700:4700::1111\nsearchdomain: a.example b.example\n",
            "timezone: host\ncmode: shell\nconsole: 0\ntty: 4\ndebug: 1\n",
            "dev0: /dev/ttyUSB0,mode=0666,uid=1000\ndev3: /dev/ttyUSB1\n",
            "lxc.apparmor.profile: unconfined\nlxc.cap.drop: \nlxc.cgroup2.devices.allow: a\nlxc.idmap: u 0 100000 65536\n",
            "unused0: local-zfs:subvol-200-disk-9\nprotection: 1\n",
            "#Line one\n#line two%3A 50 %25 ä\n",
            "hostname: Web.Example.org\nmemory: 16\nostype: archlinux\n",
            "net0: name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:01,ip6=fd00::5/64,gw6=fd00::1,type=veth\nnameserver: fe80::1%eth0\n",
            "net0: name=eth0,bridge=vmbr0,hwaddr=bc:24:11:00:00:01,ip=10.0.0.5/24,type=veth\nnet1: name=eth1,hwaddr=BC:24:11:00:00:02,type=veth\nnet2: name=eth2,bridge=vmbr0,hwaddr=BC:24:11:00:00:04,ip=dhcp,type=veth\n",
            "mp0: /srv/Bücher und mehr,mp=/mnt/Bücher\nmp1: /srv/x/,mp=/mnt/x/\n",
            "mp0: local-zfs:subvol-200-disk-1,mp=mnt/x,size=4G\nmp1: local-zfs:subvol-200-disk-2,mp=/y,size=4G\n",
            "dev0: /dev/dri/renderD128,gid=104,deny-write=1\n",
            "lxc.mount.entry: /dev/dri dev/dri none bind,optional,create=dir\nlxc.environment: A=b=c\nlxc.hook.pre-start: sh -c 'x'\n",
            "#\n#  indented\n#\n#%22quoted%22 text\n",
            "cores: 2\n\n[pve:pending]\ncores: 4\ndelete: cpulimit\n",
            "parent: one\n\n[one]\nhostname: web\nrootfs: local-zfs:subvol-200-disk-0,size=8G\nsnaptime: 1700000000\n",
            "startup: order=3,down=0\nonboot: 0\n",
            "features: nesting=1,force_rw_sys=1,keyctl=0\n",
            "cpulimit: 2\ncores: 16\nmemory: 100000\nswap: 512\n");

    private static final String VM = """
            name: vm
            memory: 1024
            """;

    private static final List<String> VMS = List.of(
            "scsi0: local-zfs:vm-200-disk-0,size=8G\nagent: 1\n",
            "scsi0: local-zfs:vm-200-disk-0,size=8G\n",
            "agent: 1\n",
            "virtio0: local-zfs:vm-200-disk-0,size=8G,cache=writeback,iothread=1\nagent: enabled=1,type=isa\n",
            "sata0: local-zfs:vm-200-disk-0,size=8G,ssd=1\nide2: local:iso/debian.iso,media=cdrom,size=650M\nagent: 1\n",
            "scsi0: local-zfs:vm-200-disk-0,size=2252M\nagent: 1\n",
            "scsi0: local-zfs:vm-200-disk-0,size=8G\nscsi2: local-zfs:vm-200-disk-1,size=8G\nide2: none,media=cdrom\nagent: 1\n",
            "scsi0: local-zfs:vm-200-disk-0,size=8G\nscsi1: local-zfs:vm-200-cloudinit,media=cdrom,size=4M\nciuser: Admin\ncipassword: $5$x$y\nipconfig0: ip=dhcp\nagent: 1\n",
            "scsi0: local-zfs:vm-200-disk-0,size=8G\nide2: local-zfs:vm-200-cloudinit,media=cdrom,size=4M\ncicustom: user=local:snippets/u.yaml\nciupgrade: 0\nagent: 1\n",
            "scsi0: local-zfs:vm-200-disk-0,size=8G\nsshkeys: ssh-ed25519%20AAAA%20anne\nagent: 1\n",
            "scsi0: local-zfs:vm-200-disk-0,size=8G\nbios: ovmf\nmachine: pc-q35-9.0+pve1\nefidisk0: local-zfs:vm-200-disk-1,efitype=4m,pre-enrolled-keys=1,size=1M\ntpmstate0: local-zfs:vm-200-disk-2,size=4M,version=v1.2\nagent: 1\n",
            "scsi0: local-zfs:vm-200-disk-0,size=8G\ntpmstate0: local-zfs:vm-200-disk-2,size=4M,version=v2.0\nagent: 1\n",
            "scsi0: local-zfs:vm-200-disk-0,size=8G\nbios: ovmf\nagent: 1\n",
            "scsi0: local-zfs:vm-200-disk-0,size=8G\nmachine: type=q35,viommu=virtio\nagent: 1\n",
            "scsi0: local-zfs:vm-200-disk-0,size=8G\nmachine: q35\nhostpci0: 0000:01:00,pcie=1,x-vga=1\nagent: 1\n",
            "scsi0: local-zfs:vm-200-disk-0,size=8G\ncpu: host,flags=+aes;+pcid\nnuma: 1\nvcpus: 1\ncores: 2\nballoon: 0\nagent: 1\n",
            "scsi0: local-zfs:vm-200-disk-0,size=8G\nballoon: 512\nshares: 500\nhotplug: disk\nkvm: 0\nacpi: 0\ntablet: 0\nagent: 1\n",
            "scsi0: local-zfs:vm-200-disk-0,size=8G\nnet0: virtio=BC:24:11:00:00:01\nagent: 1\n",
            "scsi0: local-zfs:vm-200-disk-0,size=8G\nnet0: virtio=BC:24:11:00:00:01,bridge=vmbr0,queues=4,link_down=1,trunks=2;3,mtu=1,rate=1.5,tag=9\nnet3: e1000=BC:24:11:00:00:02,bridge=vmbr0\nagent: 1\n",
            "scsi0: local-zfs:vm-200-disk-0,size=8G\nusb0: host=1234:5678\nserial0: socket\nvga: serial0\naudio0: device=ich9-intel-hda\nrng0: source=/dev/urandom\nargs: -snapshot\nhookscript: local:snippets/h.pl\nagent: 1\n",
            "scsi0: local-zfs:vm-200-disk-0,size=8G\nostype: win11\nonboot: 1\nstartup: order=2,up=10\ntags: a;b\n#Hello\nprotection: 1\nlocaltime: 1\nagent: 1\n",
            "scsi0: local-zfs:vm-200-disk-0,size=8G\nmemory: current=2048\nagent: 1\nnameserver: 1.1.1.1\nsearchdomain: lan\n",
            "name: Win-Server.2019\nscsi0: local-zfs:vm-200-disk-0,size=8G\nagent: enabled=0,fstrim_cloned_disks=1\n",
            "scsi0: local-zfs:vm-200-disk-0,size=8G\nide2: local-zfs:vm-200-cloudinit,media=cdrom,size=4M\nciuser: joe\ncipassword: $5$a$b\nsshkeys: %23%20comment%0Assh-rsa%20AAAA%20joe%0Ask-ssh-ed25519%40openssh.com%20AAAA%20key%0Aecdsa-sha2-nistp256%20AAAA\nipconfig0: ip=10.0.0.5/24,gw=10.0.0.1\nipconfig1: ip=dhcp\nnet0: virtio=BC:24:11:00:00:01,bridge=vmbr0\nnameserver: 1.1.1.1 8.8.8.8\nsearchdomain: a b\nagent: 1\n",
            "scsi0: local-zfs:vm-200-disk-0,size=8G\nciuser: joe\nsshkeys: from%3D%2210.0.0.0%2F8%22%20ssh-rsa%20AAAA%20joe\nagent: 1\n",
            "scsi0: local-zfs:vm-200-disk-0,size=8G\nciuser: joe\nagent: 0\n",
            "scsi0: local-zfs:vm-200-disk-0,aio=native,cache=none,discard=on,iothread=1,ssd=1,backup=0,replicate=0,mbps_rd=10,serial=abc,size=8G\nscsi1: nas:200/vm-200-disk-0.qcow2,size=1T\nagent: 1\n",
            "virtio0: local-zfs:vm-200-disk-0,size=8G\nscsi0: local-zfs:vm-200-disk-1,size=9G\nagent: 1\n",
            "scsi0: local:iso/debian.iso,media=cdrom,size=2G\nvirtio0: local-zfs:vm-200-disk-0,size=8G\nagent: 1\n",
            "scsi0: local-zfs:vm-200-disk-0,size=8G\nscsi1: local:iso/debian.iso,media=cdrom,size=2G\nagent: 1\n",
            "scsi0: /dev/disk/by-id/x,size=8G\nagent: 1\n",
            "template: 1\nscsi0: local-zfs:base-200-disk-0,size=8G\nagent: 1\n",
            "scsi0: local-zfs:vm-200-disk-0,size=8G\ncpu: cputype=host,flags=+aes\nsockets: 2\ncpulimit: 1.5\ncpuunits: 10\naffinity: 0-1\nagent: 1\n",
            "scsi0: local-zfs:vm-200-disk-0,size=8G\nboot: cdn\nbootdisk: scsi0\nmachine: pc-i440fx-9.0\nbios: seabios\nagent: 1\n",
            "scsi0: local-zfs:vm-200-disk-0,size=8G\nusb0: mapping=stick,usb3=1\nvirtiofs0: dirid=share,cache=always\nagent: 1\n",
            "scsi0: local-zfs:vm-200-disk-0,size=8G\nnet0: model=virtio,macaddr=bc:24:11:00:00:01,bridge=vmbr0\nnet1: vmxnet3=BC:24:11:00:00:02,bridge=vmbr0,firewall=0\nagent: 1\n",
            "scsi0: local-zfs:vm-200-disk-0,size=8G\nmachine: q35\nhostpci0: 0000:01:00.0,pcie=1\nagent: 1\n",
            "scsi0: local-zfs:vm-200-disk-0,size=8G\nnet0: virtio=BC:24:11:00:00:01,bridge=vmbr0\nipconfig0: ip6=auto\nagent: 1\n\n[PENDING]\ncores: 4\n",
            "parent: one\nscsi0: local-zfs:vm-200-disk-0,size=8G\nagent: 1\n\n[one]\nscsi0: local-zfs:vm-200-disk-0,size=8G\nsnaptime: 1700000000\nvmstate: local-zfs:vm-200-state-one\n");

    @TempDir
    private Path folder;

    @Test
    void containers_made_by_hand_are_as_their_export_says() throws IOException {
        all("lxc", CONTAINER, CONTAINERS);
    }

    @Test
    void vms_made_by_hand_are_as_their_export_says() throws IOException {
        all("qemu-server", VM, VMS);
    }

    private void all(String kind, String plain, List<String> cases) throws IOException {
        Laws.writeScripts(folder);
        List<String> wrong = new ArrayList<>();
        try (SmallNode node =
                new SmallNode(folder.resolve("node"), folder.resolve("api"), folder.resolve("scripts/phoenix.sh"))) {
            VmId id = new VmId(200);
            for (String options : cases) {
                Path file = node.node().root().resolve("etc/pve/nodes/pve/" + kind + "/200.conf");
                StringBuilder text = new StringBuilder();
                plain.formatted(200)
                        .lines()
                        .filter(line -> options.lines()
                                .takeWhile(other -> !other.startsWith("["))
                                .noneMatch(other -> other.startsWith(line.substring(0, line.indexOf(':') + 1))))
                        .forEach(line -> text.append(line).append('\n'));
                Files.writeString(file, text + options);
                String problem = problem(node, id);
                if (!problem.isEmpty()) {
                    wrong.add(options + "  => " + problem);
                }
                Files.delete(file);
            }
        }
        assertThat(String.join("\n", wrong)).isEmpty();
    }

    private String problem(SmallNode node, VmId id) {
        try {
            Actual actual = node.lookToExport(List.of(id));
            Map<String, String> files = Export.files(List.of(actual.guest(id).orElseThrow()), actual.facts());
            Path config = Files.createTempDirectory(folder, "config");
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(config.resolve(file.getKey()), file.getValue());
            }
            Loaded loaded = ConfigLoader.load(config, new FeatureFolders(List.of()), Map.of());
            if (!loaded.isUsable()) {
                return "invalid: " + loaded.problems() + "\n" + files.values();
            }
            Plan plan = Planner.converge(
                    loaded.fleet(),
                    node.look(loaded.fleet()).adopting(List.of(id)),
                    List.of(id),
                    folder.resolve("scripts/phoenix.sh"));
            if (!plan.refused().isEmpty()) {
                return "refused: " + plan.refused() + "\n" + files.values();
            }
            List<String> changes = plan.subjects().stream()
                    .flatMap(subject -> subject.changes().stream().map(Object::toString))
                    .filter(change -> !change.matches("(managed options|tags|status): .*"))
                    .toList();
            return changes.isEmpty() ? "" : "changes: " + changes + "\n" + files.values();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (RuntimeException failed) {
            return "crash: " + failed;
        }
    }
}
