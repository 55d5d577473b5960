package phoenix.orchestrator.host.zfs;

import java.time.Duration;
import java.util.List;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.host.Acts;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.NodeFiles;
import phoenix.orchestrator.host.OwnFile;
import phoenix.orchestrator.host.Question;

/** The most memory that ZFS's cache (ARC) may take: now, in the module that is loaded, and at boot, by a file of Phoenix's. */
public final class Cache implements HostKind {
    private static final String FILES = "files-of-zfs";
    private static final String NOW = "/sys/module/zfs/parameters/zfs_arc_max";
    /** modprobe reads files by name and the last word counts: this one comes after the installer's {@code zfs.conf}. */
    private static final OwnFile FILE = OwnFile.at("/etc/modprobe.d/zz-phoenix-zfs.conf");

    @Override
    public String name() {
        return "ZFS cache";
    }

    @Override
    public List<Question> questions(DesiredHost want) {
        return List.of(NodeFiles.question(FILES, List.of(NOW, FILE.path())));
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        NodeFiles files = NodeFiles.of(facts, FILES);
        HostResource.Draft draft = HostResource.named("ZFS cache").within(Duration.ofMinutes(10));
        Integer gib = want.zfs().arcMaxGiB();
        if (gib == null) {
            if (!FILE.remove(draft, files)) {
                return List.of();
            }
            return List.of(draft.remark("the limit that is in force stays until the node is restarted")
                    .act(initramfs(""))
                    .done());
        }
        String bytes = Long.toString((long) gib << 30);
        boolean loaded = files.at(NOW).isPresent();
        if (loaded) {
            draft.compare("limit now", files.text(NOW).strip(), bytes);
        } else {
            draft.remark("no ZFS module is loaded; the limit counts when it is");
        }
        FILE.compare(draft, files, "options zfs zfs_arc_max=" + bytes + "\n");
        return List.of(draft.act(initramfs(loaded ? bytes : "")).done());
    }

    private static phoenix.orchestrator.host.Act initramfs(String bytes) {
        return Acts.script(Cache.class, "set-arc.sh", Duration.ofMinutes(5), "", List.of(bytes));
    }
}
