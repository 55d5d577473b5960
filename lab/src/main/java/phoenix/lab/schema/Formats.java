package phoenix.lab.schema;

import static java.util.Map.entry;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Proxmox's named formats. */
public final class Formats {
    private static final String REALM = "[A-Za-z][A-Za-z0-9.\\-_]+";
    private static final String DNS_LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
    private static final String DNS_NAME = "(?:" + DNS_LABEL + "\\.)*" + DNS_LABEL;
    private static final Pattern USER = Pattern.compile("[^\\s:/]+@" + REALM);

    private static final Map<String, Format> NAMED = Map.ofEntries(
            entry("pve-configid", matching("(?i:[a-z][a-z0-9_-]+)", "invalid configuration ID '%s'")),
            entry("pve-vmid", matching("[1-9][0-9]{2,8}", "value does not look like a valid VM ID")),
            entry(
                    "pve-node",
                    matching("[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?", "value does not look like a valid node name")),
            entry(
                    "pve-storage-id",
                    matching("(?i:[a-z][a-z0-9\\-_.]*[a-z0-9])", "storage ID '%s' contains illegal characters")),
            entry("pve-volume-id", matching("(?i:[a-z][a-z0-9\\-_.]*[a-z0-9]):.+", "unable to parse volume ID '%s'")),
            entry(
                    "pve-poolid",
                    matching(
                            "[A-Za-z0-9.\\-_]+(?:/[A-Za-z0-9.\\-_]+){0,2}",
                            "pool name '%s' contains invalid characters")),
            entry("pve-tag", matching("(?i:[a-z0-9_][a-z0-9_\\-+.]*)", "invalid characters in tag")),
            entry("pve-task-status-type", matching("(?i:ok|error|warning|unknown)", "invalid status '%s'")),
            entry(
                    "pve-storage-content",
                    matching("backup|images|import|iso|none|rootdir|snippets|vztmpl", "invalid content type '%s'")),
            entry("pve-priv", matching("[A-Za-z]+(?:\\.[A-Za-z]+)+", "invalid privilege '%s'")),
            entry("pve-realm", Formats::realm),
            entry("pve-userid", Formats::user),
            entry("dns-name", dnsName()),
            entry("ipv4", address(Addresses::isV4, "value does not look like a valid IPv4 address")),
            entry("ipv6", address(Addresses::isV6, "value does not look like a valid IPv6 address")),
            entry("lxc-ip-with-ll-iface", Formats::addressWithInterface),
            entry(
                    "pve-ipv4-config",
                    address(
                            text -> text.matches("dhcp|manual") || Addresses.isV4Network(text),
                            "value does not look like a valid ipv4 network configuration")),
            entry(
                    "pve-ipv6-config",
                    address(
                            text -> text.matches("auto|dhcp|manual") || Addresses.isV6Network(text),
                            "value does not look like a valid ipv6 network configuration")),
            entry(
                    "mac-addr",
                    matching(
                            "(?i:[a-f0-9][02468ace](?::[a-f0-9]{2}){5})",
                            "value does not look like a valid unicast MAC address")),
            entry(
                    "disk-size",
                    matching(
                            "[0-9]+(?:\\.[0-9]+)?(?:[KMGT](?:iB)?)?",
                            "value does not look like a valid disk size: %s")),
            entry(
                    "pve-startup-order",
                    matching(
                            "\\s*(?:(?:order=)?[0-9]+|up=[0-9]+|down=[0-9]+)(?:,\\s*|,(?:order=)?[0-9]+|,up=[0-9]+|,down=[0-9]+)*",
                            "unable to parse startup options")),
            entry("pve-ct-timezone", Formats::timeZone),
            entry("pve-lxc-mp-string", Formats::mountPath),
            entry("pve-lxc-dev-string", Formats::devicePath),
            entry(
                    "pve-iface",
                    matching("(?i:[a-z][a-z0-9_]{1,20}(?:[:.][0-9]+)?)", "invalid network interface name '%s'")),
            entry(
                    "pve-cpuset",
                    matching("[0-9]+(?:-[0-9]+)?(?:[,;\\s][0-9]+(?:-[0-9]+)?)*", "unable to parse cpuset option")),
            entry("pve-bridge-id", matching("[-_.\\w]+", "invalid bridge ID '%s'")),
            entry("urlencoded", matching("[-%a-zA-Z0-9_.!~*'()]*", "invalid urlencoded string: %s")),
            entry(
                    "address",
                    address(
                            text -> Addresses.isV4(text) || Addresses.isV6(text) || text.matches(DNS_NAME),
                            "value does not look like a valid address")),
            entry(
                    "CIDR",
                    address(
                            text -> Addresses.isV4Network(text) || Addresses.isV6Network(text),
                            "value does not look like a valid CIDR network")),
            entry(
                    "pve-volume-id-or-qm-path",
                    matching(
                            "(?s)none|cdrom|[0-9]+(?:\\.[0-9]+)?|/.*|(?i:[a-z][a-z0-9\\-_.]*[a-z0-9]):.+",
                            "unable to parse volume ID '%s'")),
            entry(
                    "pve-volume-id-or-absolute-path",
                    matching("(?s)/.*|(?i:[a-z][a-z0-9\\-_.]*[a-z0-9]):.+", "unable to parse volume ID '%s'")),
            entry("storage-pair", matching("1|[^:\\s]+(?::[^:\\s]+)?", "invalid storage pair '%s'")),
            entry("pve-hotplug-features", VmNamedFormats::hotplug),
            entry("pve-qm-boot", VmNamedFormats::boot),
            entry("pve-qm-bootdisk", VmNamedFormats::bootDevice),
            entry("pve-qm-cicustom", VmNamedFormats.CICUSTOM::check),
            entry("pve-qm-hostpci", VmNamedFormats.HOST_PCI::check),
            entry("pve-qm-ide", text -> {}),
            entry("pve-qm-ipconfig", VmNamedFormats.IP_CONFIG::check),
            entry("pve-qm-rng", VmNamedFormats.RNG::check),
            entry("pve-qm-smbios1", VmNamedFormats.SMBIOS::check),
            entry("pve-qm-watchdog", VmNamedFormats.WATCHDOG::check),
            entry("pve-qemu-sev-fmt", VmNamedFormats.SEV::check),
            entry("pve-vm-cpu-conf", VmNamedFormats.CPU::check),
            entry("string", text -> {}),
            entry("pve-fw-addr-spec", FirewallFormats::addresses),
            entry("pve-fw-dport-spec", text -> FirewallFormats.ports(text, true)),
            entry("pve-fw-sport-spec", text -> FirewallFormats.ports(text, false)),
            entry("pve-fw-protocol-spec", FirewallFormats::protocol),
            entry("pve-fw-icmp-type-spec", FirewallFormats::icmpType));

    private Formats() {}

    interface Format {
        void check(String text) throws InvalidFormat;
    }

    /**
     * Checks a value against a named format; {@code X-list} is a list of X.
     *
     * @throws IllegalArgumentException if there is no such format
     */
    public static void check(String name, String text) throws InvalidFormat {
        boolean isList = name.endsWith("-list");
        String single = isList ? name.substring(0, name.length() - "-list".length()) : name;
        Format format = Optional.ofNullable(NAMED.get(single)).orElse(NodeFormats.NAMED.get(single));
        if (format == null) {
            throw new IllegalArgumentException("undefined format '" + name + "'");
        }
        for (String element : isList ? split(text) : List.of(text)) {
            format.check(element);
        }
    }

    /** Splits a list as Proxmox does: at commas, semicolons, blanks and NUL. */
    public static List<String> split(String text) {
        List<String> elements = new ArrayList<>();
        for (String element : text.split("[,;\\s\0]+")) {
            if (!element.isEmpty()) {
                elements.add(element);
            }
        }
        return elements;
    }

    static Format matching(String expression, String message) {
        Pattern pattern = Pattern.compile(expression);
        return text -> require(pattern.matcher(text).matches(), message.replace("%s", text));
    }

    static Format address(Predicate<String> test, String message) {
        return text -> require(test.test(text), message);
    }

    private static Format dnsName() {
        return matching(DNS_NAME, "value does not look like a valid DNS name");
    }

    static void require(boolean good, String message) throws InvalidFormat {
        if (!good) {
            throw new InvalidFormat(message + "\n");
        }
    }

    private static void realm(String text) throws InvalidFormat {
        require(text.matches(REALM), "realm name '" + text + "' contains invalid characters");
    }

    private static void user(String text) throws InvalidFormat {
        require(text.length() >= 3, "user name '" + text + "' is too short");
        require(text.length() <= 64, "user name '" + text + "' is too long (" + text.length() + " > 64)");
        require(USER.matcher(text).matches(), "value '" + text + "' does not look like a valid user name");
    }

    private static void addressWithInterface(String text) throws InvalidFormat {
        int percent = text.indexOf('%');
        boolean linkLocal = text.startsWith("fe80:")
                && percent > 0
                && Addresses.isV6(text.substring(0, percent))
                && text.substring(percent + 1).matches("(?i:[a-z][a-z0-9_]{1,20}([:.][0-9]+)?)");
        require(
                linkLocal || Addresses.isV4(text) || Addresses.isV6(text),
                "value does not look like a valid IP address");
    }

    private static void timeZone(String text) throws InvalidFormat {
        boolean known = text.equals("host")
                || text.equals("UTC")
                || (text.contains("/") && ZoneId.getAvailableZoneIds().contains(text));
        require(known, "invalid time zone '" + text + "'");
    }

    private static void mountPath(String text) throws InvalidFormat {
        boolean escapes = text.matches("(?s).*/\\.\\.?(?:/.*)?") || text.startsWith("../");
        require(!escapes, text + " contains illegal character sequences");
    }

    private static void devicePath(String text) throws InvalidFormat {
        boolean good = text.startsWith("/dev/") && !text.matches("(?s).*/\\.\\.?(?:/.*)?");
        require(good, text + " is not a valid device path");
    }
}
