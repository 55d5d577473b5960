package phoenix.lab.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import phoenix.lab.node.NodeException;

/**
 * The name servers that the machine asks, as the lab can reach them: a stub on the machine's own loopback is replaced by the
 * servers behind it.
 */
record NameServers(List<String> addresses, List<String> searchDomains) {
    private static final List<Path> SOURCES = List.of(
            Path.of("/etc/resolv.conf"),
            Path.of("/run/systemd/resolve/resolv.conf"),
            Path.of("/run/NetworkManager/no-stub-resolv.conf"),
            Path.of("/run/resolvconf/resolv.conf"));

    NameServers {
        addresses = List.copyOf(addresses);
        searchDomains = List.copyOf(searchDomains);
    }

    /**
     * Reads them.
     *
     * @throws NodeException if only loopback addresses are known
     */
    static NameServers ofMachine() {
        for (Path source : SOURCES) {
            if (Files.isRegularFile(source)) {
                NameServers found = parse(PlainFile.read(source));
                if (!found.addresses().isEmpty()) {
                    return found;
                }
            }
        }
        throw new NodeException(
                "the lab would have no name server: the machine's /etc/resolv.conf names none, or one on its own"
                        + " loopback whose upstream is not known; add a 'nameserver' line with another address to /etc/resolv.conf");
    }

    static NameServers parse(String resolvConf) {
        List<String> addresses = words(resolvConf, "nameserver")
                .filter(address -> !address.startsWith("127.") && !address.equals("::1"))
                .toList();
        return new NameServers(addresses, words(resolvConf, "search").toList());
    }

    private static java.util.stream.Stream<String> words(String text, String keyword) {
        return text.lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length > 1 && words[0].equals(keyword))
                .flatMap(words -> java.util.Arrays.stream(words).skip(1));
    }

    List<String> ipv4() {
        return addresses.stream().filter(address -> !address.contains(":")).toList();
    }

    /** In the form of {@code resolv.conf}. */
    String print() {
        StringBuilder text = new StringBuilder();
        if (!searchDomains.isEmpty()) {
            text.append("search ").append(String.join(" ", searchDomains)).append('\n');
        }
        addresses.forEach(address -> text.append("nameserver ").append(address).append('\n'));
        return text.toString();
    }
}
