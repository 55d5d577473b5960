package phoenix.orchestrator.host;

import java.util.List;
import phoenix.orchestrator.plan.Impact;

/**
 * A file that Phoenix alone writes. Its first line says so, and by that line it is known again when it is declared no more.
 *
 * @param owner {@code user:group}
 * @param check a program that judges the new file; empty for none
 */
public record OwnFile(String path, String mode, String owner, List<String> check) {
    /** The first line of a file of ours. */
    public static final String MARK = "# Written by Phoenix (--setup-hypervisor); changes made by hand do not last.\n";

    public OwnFile {
        check = List.copyOf(check);
    }

    public static OwnFile at(String path) {
        return new OwnFile(path, "644", "root:root", List.of());
    }

    /** Notes in a draft that the file is not as wanted, and how it gets so. */
    public void compare(HostResource.Draft draft, NodeFiles files, String body) {
        String wanted = MARK + body;
        NodeFiles.Found found = files.at(path).orElse(null);
        boolean same = found != null
                && found.content().equals(wanted)
                && found.mode().equals(mode)
                && found.owner().equals(owner);
        if (!same) {
            draft.change(
                    path,
                    found == null ? "" : isOurs(found.content()) ? "another text" : "a file of somebody else's",
                    "as declared",
                    "",
                    Impact.LIVE);
            draft.act(Acts.write(path, wanted, "0" + mode, owner, check));
        }
    }

    /** Notes in a draft that the file goes, if it is there and ours. */
    public boolean remove(HostResource.Draft draft, NodeFiles files) {
        boolean there = files.at(path).filter(found -> isOurs(found.content())).isPresent();
        if (there) {
            (draft.differs() ? draft : draft.goes())
                    .change(path, "a file of Phoenix's", "", "declared no more", Impact.LIVE);
            draft.act(Acts.run("rm", "-f", path));
        }
        return there;
    }

    public static boolean isOurs(String content) {
        return content.startsWith(MARK);
    }
}
