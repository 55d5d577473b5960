package phoenix.lab.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import phoenix.lab.node.NodeException;
import phoenix.pve.GuestConfig;
import phoenix.pve.VmId;

/**
 * What Proxmox writes into a Debian container's files: host name, hosts, networks, name servers, time zone; at creation the root
 * password and SSH keys. Text outside Proxmox's marked blocks stays as the guest has it.
 *
 * @see "PVE source: PVE/LXC/Setup/Base.pm, PVE/LXC/Setup/Debian.pm"
 */
final class GuestSetup {
    private static final String BEGIN = "# --- BEGIN PVE ---\n";
    private static final String END = "# --- END PVE ---\n";
    private static final String READABLE = "rw-r--r--";
    private static final String UNITS = "/etc/systemd/system/";
    /** Kernel file systems that an unprivileged guest may not mount; its systemd would try, and end degraded. */
    private static final List<String> FORBIDDEN_MOUNTS = List.of("sys-kernel-config.mount", "sys-kernel-debug.mount");

    private static final String SALT = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private final GuestTree tree;
    private final Path nodeRoot;

    /**
     * @param root the guest's file tree
     * @param nodeRoot the node's, whose name servers and time zone a guest may take over
     */
    GuestSetup(Path root, Path nodeRoot) {
        this.tree = new GuestTree(root);
        this.nodeRoot = nodeRoot;
    }

    void write(VmId id, GuestConfig.Section config, Map<String, String> secrets) {
        String hostname = config.get("hostname").orElse("CT" + id);
        Optional<String> searchDomain = config.get("searchdomain");
        List<GuestNet> nets = GuestNet.all(config);
        tree.write("/etc/hostname", hostname.replaceFirst("\\..*", "") + "\n", READABLE);
        hosts(hostname, searchDomain, nets);
        tree.write(
                "/etc/network/interfaces",
                NetworkFile.rewrite(tree.read("/etc/network/interfaces").orElse(""), nets),
                READABLE);
        nameServers(config.get("nameserver"), searchDomain);
        config.get("timezone").ifPresent(this::timeZone);
        if (LxcConfig.isUnprivileged(config) && tree.exists(UNITS)) {
            FORBIDDEN_MOUNTS.stream()
                    .filter(unit -> !tree.exists(UNITS + unit))
                    .forEach(unit -> tree.link(UNITS + unit, "/dev/null"));
        }
        Optional.ofNullable(secrets.get("password")).ifPresent(this::password);
        Optional.ofNullable(secrets.get("ssh-public-keys")).ifPresent(this::sshKeys);
    }

    /** Lets the guest draw a machine ID of its own at its next start; a clone must not share its source's. */
    void forgetMachineId() {
        if (tree.exists("/etc/machine-id")) {
            tree.write("/etc/machine-id", "", "r--r--r--");
        }
    }

    private void hosts(String hostname, Optional<String> searchDomain, List<GuestNet> nets) {
        String shortName = hostname.replaceFirst("\\..*", "");
        String names = hostname.equals(shortName)
                ? searchDomain
                        .map(domains -> shortName + "." + domains.split("[ ,]+")[0] + " " + shortName)
                        .orElse(shortName)
                : hostname + " " + shortName;
        String address = nets.stream()
                .flatMap(net -> net.fixedAddress().stream())
                .findFirst()
                .orElse("127.0.1.1");
        String old = tree.read("/etc/hosts").filter(text -> !text.isBlank()).orElse("""
                127.0.0.1 localhost
                ::1 localhost ip6-localhost ip6-loopback
                ff02::1 ip6-allnodes
                ff02::2 ip6-allrouters
                """);
        tree.write("/etc/hosts", withBlock(old, address + " " + names + "\n"), READABLE);
    }

    private void nameServers(Optional<String> configured, Optional<String> searchDomain) {
        NameServers node = NameServers.parse(PlainFile.read(nodeRoot.resolve("etc/resolv.conf")));
        NameServers guest = new NameServers(
                configured.map(GuestSetup::words).orElse(node.addresses()),
                searchDomain.map(GuestSetup::words).orElse(node.searchDomains()));
        String old = tree.read("/etc/resolv.conf").orElse("");
        tree.write("/etc/resolv.conf", withBlock(old, guest.print()), READABLE);
    }

    private static List<String> words(String list) {
        return List.of(list.strip().split("[ ,;]+"));
    }

    /** The old text with the marked block replaced, or put first if there was none. */
    static String withBlock(String old, String content) {
        int begin = old.indexOf(BEGIN);
        int end = old.indexOf(END, Math.max(begin, 0));
        String block = BEGIN + content + END;
        return begin < 0 || end < 0 ? block + old : old.substring(0, begin) + block + old.substring(end + END.length());
    }

    /** A zone that the guest does not know is passed over, as Proxmox does. */
    private void timeZone(String zone) {
        if (zone.equals("host")) {
            Path node = nodeRoot.resolve("etc/timezone");
            if (Files.exists(node)) {
                timeZone(PlainFile.read(node).strip());
            }
            return;
        }
        boolean known =
                zone.matches("[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*") && tree.exists("/usr/share/zoneinfo/" + zone);
        if (known) {
            tree.link("/etc/localtime", "/usr/share/zoneinfo/" + zone);
            if (tree.exists("/etc/timezone")) {
                tree.write("/etc/timezone", zone + "\n", READABLE);
            }
        }
    }

    private void password(String password) {
        String shadow = tree.read("/etc/shadow").orElseThrow(() -> new NodeException("the guest has no /etc/shadow"));
        String hash = hash(password);
        long day = System.currentTimeMillis() / 86_400_000;
        List<String> lines = new ArrayList<>();
        for (String line : shadow.lines().toList()) {
            String[] fields = line.split(":", -1);
            if (fields[0].equals("root") && fields.length > 2) {
                fields[1] = hash;
                fields[2] = Long.toString(day);
            }
            lines.add(String.join(":", fields));
        }
        tree.write("/etc/shadow", String.join("\n", lines) + "\n", "rw-r-----");
    }

    /** The system's own crypt, SHA-512 form; the password travels by standard input and never stands in an argument list. */
    private static String hash(String password) {
        SecureRandom random = new SecureRandom();
        String salt = random.ints(16, 0, SALT.length())
                .mapToObj(i -> String.valueOf(SALT.charAt(i)))
                .collect(Collectors.joining());
        return Program.of("perl", "-e", "local $/; print crypt(<STDIN>, $ARGV[0])", "$6$" + salt + "$")
                .reading(password)
                .run()
                .strip();
    }

    private void sshKeys(String keys) {
        tree.folder("/root/.ssh", "rwx------");
        String old = tree.read("/root/.ssh/authorized_keys").orElse("");
        tree.write("/root/.ssh/authorized_keys", withBlock(old, keys.strip() + "\n"), "rw-------");
    }
}
