package phoenix.cli.acceptance;

import java.util.function.Function;

/** A disk of the real lab without room, until this is closed: space is reserved and nothing written, so it takes no time and no room of the machine. */
final class FullDisk implements AutoCloseable {
    /**
     * What is left is not quite enough for a guest's system: each further file that finds no room takes its time. What was deleted gives its room back some seconds later,
     * which is waited for.
     */
    private static final String FILL_NODE = """
            btrfs subvolume sync / >/dev/null
            sync
            for mib in 8192 1024 128 16; do
              i=0
              while [ $(df --output=avail --block-size=1M /rpool | tail -1) -gt $((mib + 160)) ] &&
                fallocate --length ${mib}MiB "$1.$mib.$i" 2>/dev/null; do i=$((i + 1)); done
            done
            df --block-size=1M /rpool
            """;

    /** Down to the last page, in pieces: nobody says how much a quota still allows. */
    private static final String FILL_GUEST = """
            for kib in 262144 65536 16384 4096 1024 256 64 16 4 4 4 4; do
              i=0
              while fallocate --length ${kib}KiB "$1.$kib.$i" 2>/dev/null; do i=$((i + 1)); done
              rm -f "$1.$kib.$i"
            done
            true
            """;

    private final Function<String[], String> shell;
    private final String file;

    private FullDisk(Function<String[], String> shell, String file, String script) {
        this.shell = shell;
        this.file = file;
        String said = run(script);
        if (!isFull()) {
            close();
            throw new AssertionError("the disk is not full: " + said);
        }
    }

    /** The node's own disk, on which its guests lie. */
    static FullDisk ofTheNode(Site site) {
        return new FullDisk(site::onNode, "/rpool/full-for-a-test", FILL_NODE);
    }

    /** A running guest's root volume. */
    static FullDisk ofTheGuest(Site site, int guest) {
        return new FullDisk(argv -> site.inGuest(guest, argv), "/srv/full-for-a-test", FILL_GUEST);
    }

    /** Whether there is no room for 190 MiB. */
    boolean isFull() {
        return !run("fallocate --length 190MiB \"$1.more\" 2>/dev/null && echo room; rm -f \"$1.more\"")
                .contains("room");
    }

    private String run(String script) {
        return shell.apply(new String[] {"sh", "-c", script, "sh", file});
    }

    @Override
    public void close() {
        run("rm -f \"$1\"*");
    }
}
