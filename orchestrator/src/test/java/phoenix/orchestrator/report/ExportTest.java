package phoenix.orchestrator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static phoenix.orchestrator.report.ActualText.comment;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.note.Note;
import phoenix.pve.VmId;

/** Configuration files of Proxmox VE, written down in the format of Phoenix. */
class ExportTest {
    @Test
    void every_option_is_written_down_or_named() {
        String exported = containers(new ActualText().container(200, true, FULL));

        Reviewed.expect("export-full.json", exported);
    }

    @Test
    void every_option_of_the_file_is_found_again() {
        String exported = containers(new ActualText().container(200, true, FULL));

        FULL.lines()
                .filter(line -> line.matches("[a-z]+[0-9]*: .*") && !line.matches("(arch|ostype|lock|parent|tags): .*"))
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .flatMap(value -> List.of(value.split("[,; ]")).stream())
                .map(part -> part.replaceFirst("^[a-z0-9-]+=", "").replaceFirst("^(.*):subvol.*", "$1"))
                .filter(value -> value.length() > 1 && !value.matches("[0-9]+[GM]|veth|2048|yes|on"))
                .forEach(value -> assertThat(exported).containsIgnoringCase(value));
    }

    @Test
    void a_clone_of_ours_names_its_source_when_both_are_exported() {
        Note base = Note.made(new VmId(900), "debian-12-standard_12.12-1_amd64.tar.zst", Map.of());
        Note clone = Note.made(new VmId(953), "900@pre-configured#" + base.digest(), Map.of())
                .withFeature("docker", "aaaaaaaa");
        ActualText node = new ActualText()
                .container(900, false, comment(base) + MINIMAL.replace("web", "base"))
                .container(953, true, comment(clone) + MINIMAL);

        Reviewed.expect("export-clone.json", containers(node));
    }

    @Test
    void a_clone_of_ours_alone_says_that_its_origin_is_not_written() {
        Note clone = Note.made(new VmId(953), "900@pre-configured", Map.of());

        assertThat(containers(new ActualText().container(953, true, comment(clone) + MINIMAL)))
                .contains("\"template\": \"debian-12-standard\"", "\"// template\"")
                .doesNotContain("clone_from_ctid");
    }

    @Test
    void a_size_between_two_whole_ones_is_rounded_up_and_said() {
        String exported = containers(new ActualText().container(200, true, MINIMAL.replace("8G", "8704M")));

        assertThat(exported).contains("\"storage_size_gb\": 9", "rootfs: size=8704M");
    }

    @Test
    void every_option_of_a_vm_is_written_down_or_named() {
        Reviewed.expect("export-vm-full.json", vms(new ActualText().vm(300, true, FULL_VM)));
    }

    @Test
    void a_vm_made_with_little_is_written_down_with_little() {
        Reviewed.expect("export-vm-small.json", vms(new ActualText().vm(301, false, SMALL_VM)));
    }

    @Test
    void a_linked_clone_names_its_template_by_the_volume_that_they_share() {
        ActualText node = new ActualText()
                .vm(300, false, "template: 1\n" + SMALL_VM.replace("local-zfs:vm-", "local-zfs:base-"))
                .vm(301, true, SMALL_VM.replace("local-zfs:vm-", "local-zfs:base-300-disk-0/vm-"));

        Reviewed.expect("export-vm-clone.json", vms(node));
    }

    @Test
    void a_linked_clone_on_a_storage_of_files_names_its_template() {
        ActualText node = new ActualText()
                .vm(300, false, "template: 1\n" + SMALL_VM.replaceFirst("local-zfs:vm-[0-9]+", "local:300/base-300"))
                .vm(
                        301,
                        true,
                        SMALL_VM.replaceFirst("local-zfs:vm-[0-9]+", "local:300/base-300-disk-0.qcow2/301/vm-301"));

        assertThat(vms(node)).contains("\"clone_from_vmid\": 300");
    }

    @Test
    void a_linked_clone_of_a_container_names_its_template_too() {
        ActualText node = new ActualText()
                .container(900, false, "template: 1\n" + MINIMAL.replace("subvol-200", "basevol-900"))
                .container(953, true, MINIMAL.replace("local-zfs:", "local-zfs:basevol-900-disk-0/"));

        assertThat(containers(node))
                .contains("\"is_template\": true", "\"clone_from_ctid\": \"900\"", "\"full_clone\": false")
                .doesNotContain("// stopped");
    }

    @Test
    void a_password_is_not_written_down() {
        assertThat(vms(new ActualText().vm(301, true, SMALL_VM + "cipassword: $5$hash\n")))
                .contains("cipassword: (a secret, not shown)")
                .doesNotContain("$5$hash");
    }

    @Test
    void the_firewall_and_the_pool_of_a_guest_are_written_down() {
        ActualText node = new ActualText()
                .container(200, true, MINIMAL)
                .pool(200, "production")
                .firewall(200, FIREWALL);

        Reviewed.expect("export-firewall.json", containers(node));
    }

    @Test
    void rules_are_written_down_all_or_not_at_all() {
        ActualText node = new ActualText().vm(301, true, SMALL_VM).firewall(301, FIREWALL + "IN SSH(ACCEPT) -i net0\n");

        assertThat(vms(node))
                .contains("\"policy_in\": \"DROP\"", "firewall rule 4: in ACCEPT iface=net0 macro=SSH")
                .doesNotContain("\"rules\"");
    }

    @Test
    void a_pool_within_a_pool_is_named_in_the_comment() {
        ActualText node = new ActualText().container(200, true, MINIMAL).pool(200, "team/web");

        assertThat(containers(node)).contains("\"pool: team/web\"").doesNotContain("\"pool\":");
    }

    @Test
    void containers_and_vms_go_into_files_of_their_own() {
        ActualText node = new ActualText().container(200, true, MINIMAL).vm(301, true, SMALL_VM);

        assertThat(Export.files(node.value().guests().values(), node.value().facts()))
                .containsOnlyKeys("phoenix_lxc_configs.json", "phoenix_vm_configs.json");
    }

    private static String containers(ActualText node) {
        return file(node, "phoenix_lxc_configs.json");
    }

    private static String vms(ActualText node) {
        return file(node, "phoenix_vm_configs.json");
    }

    private static String file(ActualText node, String name) {
        return Objects.requireNonNull(
                Export.files(node.value().guests().values(), node.value().facts())
                        .get(name));
    }

    private static final String MINIMAL = """
            arch: amd64
            hostname: web
            memory: 512
            net0: name=eth0,bridge=vmbr0,hwaddr=bc:24:11:00:00:05,ip=dhcp,type=veth
            ostype: debian
            rootfs: local-zfs:subvol-200-disk-0,size=8G
            unprivileged: 1
            """;

    private static final String FIREWALL = """
            [OPTIONS]

            enable: 1
            policy_in: DROP
            dhcp: 1

            [RULES]

            IN ACCEPT -source 10.0.0.0/24 -p tcp -dport 80,443 # the web
            IN ACCEPT -p icmp
            OUT REJECT -dest 10.9.0.0/16
            """;

    private static final String FULL = """
            #The mail server%3A ask %C3%84nne
            #before a restart.
            arch: amd64
            cmode: shell
            cores: 4
            cpulimit: 1.5
            cpuunits: 200
            dev0: /dev/fuse,mode=0660,uid=1000,gid=1001
            dev1: path=/dev/net/tun,deny-write=1
            features: nesting=1,mount=nfs;cifs,keyctl=1
            hookscript: local:snippets/hook.pl
            hostname: mail
            memory: 2048
            mp0: /tank/mail,mp=/srv/mail,ro=1
            mp1: local-zfs:subvol-200-disk-1,mp=/var/lib/data,size=16G,backup=1,acl=1
            nameserver: 10.0.0.1 10.0.0.2
            net0: name=eth0,bridge=vmbr0,firewall=1,gw=10.0.0.1,hwaddr=bc:24:11:00:00:05,ip=10.0.0.20/24,type=veth
            net1: name=eth1,bridge=vmbr1,hwaddr=BC:24:11:00:00:06,ip6=2001:db8::20/64,gw6=2001:db8::1,tag=30,mtu=1400,rate=12.5,link_down=1
            net5: name=eth5,bridge=vmbr5,ip=manual
            onboot: yes
            ostype: ubuntu
            protection: 1
            rootfs: local-zfs:subvol-200-disk-0,size=8192M,quota=1
            searchdomain: example.org
            startup: order=3,up=20,down=60
            swap: 0
            tags: mail;prod
            timezone: Europe/Berlin
            tty: 4
            unprivileged: 1
            unused0: local-zfs:subvol-200-disk-7
            lxc.cgroup2.devices.allow: c 10:229 rwm
            lxc.mount.entry: /dev/fuse dev/fuse none bind,create=file

            [pve:pending]
            memory: 4096

            [before-upgrade]
            hostname: mail
            """;

    private static final String SMALL_VM = """
            boot: order=scsi0;net0
            cores: 2
            memory: 2048
            meta: creation-qemu=9.0.2,ctime=1732800000
            net0: virtio=BC:24:11:00:00:31,bridge=vmbr0,firewall=1
            ostype: l26
            scsi0: local-zfs:vm-301-disk-0,size=3584M
            scsihw: virtio-scsi-single
            smbios1: uuid=5a3f0f2e-52f4-4a9a-8c5e-0d8b6a1d2c3e
            vmgenid: 0b6c8f61-8a52-4a0e-8a6d-1c2f3e4d5a6b
            """;

    private static final String FULL_VM = """
            #The build server.
            agent: enabled=1,fstrim_cloned_disks=1
            args: -device ivshmem
            balloon: 1024
            bios: ovmf
            boot: order=scsi0
            cicustom: vendor=local:snippets/theirs.yaml
            cipassword: $5$salt$hash
            ciuser: admin
            cores: 4
            cpu: host,flags=+aes
            cpulimit: 2.5
            cpuunits: 200
            efidisk0: local-zfs:vm-300-disk-1,efitype=4m,size=1M
            hostpci0: 0000:01:00.0,pcie=1
            hostpci1: mapping=card,pcie=1
            ide2: local-zfs:vm-300-cloudinit,media=cdrom
            ipconfig0: ip=10.0.0.30/24,gw=10.0.0.1
            ipconfig1: ip=dhcp,ip6=auto
            machine: pc-q35-9.0
            memory: current=8192
            name: builder
            nameserver: 10.0.0.1 10.0.0.2
            net0: virtio=bc:24:11:00:00:30,bridge=vmbr0,tag=30,mtu=1400,firewall=1,rate=12.5,queues=4
            net1: model=e1000,macaddr=BC:24:11:00:00:32,bridge=vmbr1,mtu=1
            numa: 1
            onboot: 1
            protection: 1
            scsi0: local-zfs:vm-300-disk-0,discard=on,iothread=1,size=32G,ssd=1
            scsi1: fast:vm-300-disk-0,size=100G,backup=0
            scsi2: fast:vm-300-disk-1,size=10752M
            searchdomain: example.org
            serial0: socket
            sockets: 2
            sshkeys: ssh-ed25519%20AAAA%2Bb%2Fc%20anne%0Assh-rsa%20BBBB%20otto%0A
            startup: order=3,up=20,down=60
            tags: build;prod
            tpmstate0: local-zfs:vm-300-disk-2,size=4M,version=v2.0
            usb0: host=1-2
            virtio1: local-zfs:vm-300-disk-9,size=8G

            [pve:pending]
            memory: 16384
            """;
}
