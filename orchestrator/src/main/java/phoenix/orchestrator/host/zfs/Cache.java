package phoenix.orchestrator.host.zfs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.host.Acts;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.NodeFiles;
import phoenix.orchestrator.host.OwnFile;
import phoenix.orchestrator.host.OwnValue;
import phoenix.orchestrator.host.Question;

/** The most memory that ZFS's cache (ARC) may take: now, in the module that is loaded, and at boot, by a file of Phoenix's. */
public final class Cache implements HostKind {
    private static final String FILES = "files-of-zfs";
    private static final String NOW = "/sys/module/zfs/parameters/zfs_arc_max";

    private static final OwnValue LIMIT = new OwnValue("limit of the ZFS cache");
    /** modprobe reads files by name and the last word counts: this one comes after the installer's {@code zfs.conf}. */
    private static final OwnFile FILE = OwnFile.at("/etc/modprobe.d/zz-phoenix-zfs.conf");

    @Override
    public String name() {
        return "ZFS cache";
    }

    @Override
    public List<Question> questions(DesiredHost want) {
        return List.of(OwnValue.question(), NodeFiles.question(FILES, List.of(NOW, FILE.path())));
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        NodeFiles files = NodeFiles.of(facts, FILES);
        HostResource.Draft draft = HostResource.named("ZFS cache").within(Duration.ofMinutes(10));
        Integer gib = want.zfs().arcMaxGiB();
        if (gib == null) {
            List<HostResource> resources = new ArrayList<>();
            if (FILE.remove(draft, files)) {
                resources.add(draft.act(initramfs("")).done());
            }
            LIMIT.staying(facts, files.text(NOW).strip(), "a restart of the node takes it back")
                    .ifPresent(resources::add);
            return resources;
        }
        String bytes = Long.toString((long) gib << 30);
        boolean loaded = files.at(NOW).isPresent();
        if (loaded) {
            LIMIT.compare(draft, "limit now", files.text(NOW).strip(), bytes);
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
