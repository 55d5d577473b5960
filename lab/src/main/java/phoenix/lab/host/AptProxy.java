package phoenix.lab.host;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The proxies through which the machine's apt fetches packages; the lab's systems have to use the same.
 *
 * @param options in the form of {@code apt.conf}, without the semicolon
 */
record AptProxy(List<String> options) {
    private static final List<String> KEYS = List.of("Acquire::http::Proxy", "Acquire::https::Proxy");

    AptProxy {
        options = List.copyOf(options);
    }

    static AptProxy ofMachine() {
        Program.Result dump = Program.of("apt-config", "dump").tryOut();
        return new AptProxy(dump.out()
                .lines()
                .filter(line -> KEYS.stream().anyMatch(key -> line.startsWith(key + " ")))
                .map(line -> line.replaceFirst(";$", ""))
                .toList());
    }

    /** In the form of {@code apt.conf}, what a system on the lab's network can use: not a proxy on the machine's loopback. */
    String forGuests() {
        return options.stream()
                .filter(option -> !option.contains("//127.") && !option.contains("//localhost"))
                .map(option -> option + ";\n")
                .collect(Collectors.joining());
    }
}
