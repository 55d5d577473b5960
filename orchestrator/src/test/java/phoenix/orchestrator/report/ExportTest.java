package phoenix.orchestrator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static phoenix.orchestrator.report.ActualText.comment;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.note.Note;
import phoenix.pve.VmId;

/** Configuration files of Proxmox VE, written down in the format of Phoenix. */
class ExportTest {
    @Test
    void every_option_is_written_down_or_named() {
        String exported = Export.print(guests(new ActualText().container(200, true, FULL)));

        Reviewed.expect("export-full.json", exported);
    }

    @Test
    void every_option_of_the_file_is_found_again() {
        String exported = Export.print(guests(new ActualText().container(200, true, FULL)));

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

        Reviewed.expect("export-clone.json", Export.print(guests(node)));
    }

    @Test
    void a_clone_of_ours_alone_says_that_its_origin_is_not_written() {
        Note clone = Note.made(new VmId(953), "900@pre-configured", Map.of());

        assertThat(Export.print(guests(new ActualText().container(953, true, comment(clone) + MINIMAL))))
                .contains("\"template\": \"debian-12-standard\"", "\"// template\"")
                .doesNotContain("clone_from_ctid");
    }

    @Test
    void a_size_between_two_whole_ones_is_rounded_up_and_said() {
        String exported = Export.print(guests(new ActualText().container(200, true, MINIMAL.replace("8G", "8704M"))));

        assertThat(exported).contains("\"storage_size_gb\": 9", "rootfs: size=8704M");
    }

    private static List<ActualGuest> guests(ActualText node) {
        return List.copyOf(node.value().guests().values());
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
}
