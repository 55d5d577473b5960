package phoenix.orchestrator.host.share;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostServices;
import phoenix.orchestrator.host.Acts;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.Question;
import phoenix.orchestrator.host.Tool;
import phoenix.orchestrator.plan.Impact;

/**
 * What the node exports by NFS: a file of Phoenix's own beside those of others. Exports of the same folder that others wrote are refused,
 * for one of the two would silently not count.
 */
public final class Exports implements HostKind {
    private static final String LOOK = "look-exports.sh";
    private static final String NAME = "NFS exports";
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Tool> tools(DesiredHost want) {
        return want.services().exports().isEmpty() ? List.of() : List.of(Tool.of("exportfs", "nfs-kernel-server"));
    }

    @Override
    public List<Question> questions(DesiredHost want) {
        return List.of(Question.script(Exports.class, LOOK, List.of()));
    }

    /** A client that is named without options gets those of the export; root is nobody unless the file says otherwise. */
    private static String line(HostServices.Export export) {
        List<String> options =
                export.options().isEmpty() ? List.of("ro", "sync", "no_subtree_check") : export.options();
        StringBuilder line = new StringBuilder('"' + export.path() + '"');
        export.clients()
                .forEach(client -> line.append(' ')
                        .append(client)
                        .append('(')
                        .append(String.join(",", options))
                        .append(')'));
        return line.toString();
    }

    private static String path(String line) {
        return line.startsWith("\"") ? line.substring(1, line.indexOf('"', 1)) : line.split("\\s", 2)[0];
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        SortedMap<String, String> declared = new TreeMap<>();
        want.services().exports().forEach(export -> declared.put(export.path(), line(export)));
        SortedMap<String, String> found = lines(facts, "ours ");
        if (declared.isEmpty() && found.isEmpty()) {
            return List.of();
        }
        HostResource.Draft draft = HostResource.named(NAME);
        want.services().exports().forEach(export -> draft.needs(SharedFolders.nameFor(export.path())));
        for (String other : lines(facts, "theirs ").keySet()) {
            if (declared.containsKey(other)) {
                return List.of(draft.refuse(
                                other + " is exported already by a file that Phoenix did not write",
                                "remove it there (/etc/exports or /etc/exports.d), or here")
                        .done());
            }
        }
        declared.forEach((path, line) -> draft.compare("export " + path, found.getOrDefault(path, ""), line));
        found.forEach((path, line) -> {
            if (!declared.containsKey(path)) {
                draft.change("export " + path, line, "", "declared no more", Impact.LIVE);
            }
        });
        boolean kernel = facts.labelled(LOOK, "kernel").equals("yes");
        List<String> inForce = facts.lines(LOOK).stream()
                .filter(line -> line.startsWith("inforce "))
                .map(line -> line.substring("inforce ".length()))
                .toList();
        if (!kernel && !declared.isEmpty()) {
            draft.remark(
                    "this kernel has no NFS server: what is exported is written down and checked, and nobody can mount it");
        } else if (!draft.differs()) {
            declared.keySet().stream()
                    .filter(path -> !inForce.contains(path))
                    .forEach(path -> draft.change("export " + path, "not in force", "in force", "", Impact.LIVE));
        }
        List<String> lines = new ArrayList<>(declared.values());
        String text = lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
        return List.of(draft.act(Acts.script(Exports.class, "apply-exports.sh", LIMIT, text, List.of()))
                .done());
    }

    private static SortedMap<String, String> lines(HostFacts facts, String label) {
        SortedMap<String, String> lines = new TreeMap<>();
        facts.lines(LOOK).stream()
                .filter(line -> line.startsWith(label))
                .map(line -> line.substring(label.length()).strip())
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(line -> lines.put(path(line), line));
        return lines;
    }
}
