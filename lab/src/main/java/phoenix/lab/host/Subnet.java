package phoenix.lab.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import phoenix.lab.node.NodeException;

/**
 * The lab's own network, {@code 10.186.N.0/24}: the machine is {@code .1}, the node {@code .2}; {@code .200} to
 * {@code .250} are given out by DHCP, the rest is for guests.
 *
 * @param third the N; 0 for the lab called {@code lab} unless that is taken
 */
public record Subnet(int third) {
    private static final String PREFIX = "10.186.";

    public Subnet {
        if (third < 0 || third > 255) {
            throw new IllegalArgumentException("10.186." + third + ".0/24 is no network");
        }
    }

    /** The machine's address on it, which is the guests' gateway. */
    public String gateway() {
        return address(1);
    }

    /** The node's address. */
    public String node() {
        return address(2);
    }

    /** The address with this last number. */
    public String address(int last) {
        return PREFIX + third + "." + last;
    }

    public String cidr() {
        return address(0) + "/24";
    }

    /**
     * The network of a lab: what it had last time, else the first one that is free on this machine, starting from one that
     * depends on the lab's name.
     *
     * @throws NodeException if every candidate is in use
     */
    static Subnet of(LabPlace place) {
        List<String> taken = routes(place.name().bridge());
        Optional<Subnet> kept = recorded(place);
        if (kept.isPresent()) {
            if (kept.get().isFree(taken)) {
                return kept.get();
            }
            throw new NodeException("the lab's network " + kept.get().cidr()
                    + " is now used by something else on this machine (" + String.join(", ", taken)
                    + "); take that away, or make the lab anew: phoenix lab down --purge");
        }
        Subnet chosen = candidates(place.name())
                .filter(subnet -> subnet.isFree(taken))
                .filter(subnet -> !belongsToAnotherLab(place, subnet))
                .findFirst()
                .orElseThrow(() -> new NodeException("no network of 10.186.0.0/16 is free on this machine for the lab: "
                        + String.join(", ", taken) + "; take one of these routes away"));
        PlainFile.write(record(place), chosen.third() + "\n");
        return chosen;
    }

    /** What a lab had last time. */
    static Optional<Subnet> recorded(LabPlace place) {
        Path record = record(place);
        return Files.exists(record)
                ? Optional.of(new Subnet(Integer.parseInt(PlainFile.read(record).strip())))
                : Optional.empty();
    }

    private static Path record(LabPlace place) {
        return place.home().resolve("subnet");
    }

    private static Stream<Subnet> candidates(LabName name) {
        int start = name.equals(LabName.DEFAULT)
                ? 0
                : 1 + Math.floorMod(name.value().hashCode(), 250);
        return IntStream.range(0, 255).mapToObj(step -> new Subnet((start + step) % 255));
    }

    private boolean isFree(List<String> taken) {
        return taken.stream().noneMatch(this::overlaps);
    }

    /** Whether a route such as {@code 10.0.0.0/8} or {@code 10.186.7.9} covers one of our addresses. */
    boolean overlaps(String route) {
        int slash = route.indexOf('/');
        int length = slash < 0 ? 32 : Integer.parseInt(route.substring(slash + 1));
        int shift = 32 - Math.min(length, 24);
        return length > 0
                && (bits(slash < 0 ? route : route.substring(0, slash)) >>> shift) == (bits(node()) >>> shift);
    }

    private static long bits(String address) {
        long bits = 0;
        for (String part : address.split("\\.")) {
            bits = bits << 8 | Integer.parseInt(part);
        }
        return bits;
    }

    /** Destinations of the machine's routes that do not lead to our own bridge. */
    private static List<String> routes(String ownBridge) {
        return Program.of("ip", "-4", "route", "show", "table", "all")
                .run()
                .lines()
                .filter(line -> !line.contains(" dev " + ownBridge + " "))
                .map(line -> line.replaceFirst("^(unicast|local|broadcast|blackhole|unreachable|prohibit|throw) ", ""))
                .map(line -> line.split(" ")[0])
                .filter(destination -> destination.matches("[0-9.]+(/[0-9]+)?"))
                .distinct()
                .toList();
    }

    private static boolean belongsToAnotherLab(LabPlace place, Subnet subnet) {
        return PlainFile.list(place.base()).stream()
                .map(home -> home.resolve("subnet"))
                .filter(Files::isRegularFile)
                .anyMatch(record -> PlainFile.read(record).strip().equals(Integer.toString(subnet.third())));
    }
}
