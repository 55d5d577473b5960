package phoenix.lab.host;

/** Arithmetic with IPv4 addresses. */
final class Ipv4 {
    private Ipv4() {}

    /** Whether an address lies in the network of an address with prefix length, such as {@code 10.0.0.2/24}. */
    static boolean contains(String cidr, String address) {
        String[] parts = cidr.split("/");
        int length = Integer.parseInt(parts[1]);
        return length == 0 || (bits(parts[0]) >>> (32 - length)) == (bits(address) >>> (32 - length));
    }

    private static long bits(String address) {
        long bits = 0;
        for (String part : address.split("\\.")) {
            bits = bits << 8 | Integer.parseInt(part);
        }
        return bits;
    }
}
