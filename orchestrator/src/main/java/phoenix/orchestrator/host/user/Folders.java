package phoenix.orchestrator.host.user;

import java.util.ArrayList;
import java.util.List;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostFolder;
import phoenix.orchestrator.host.Acts;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.Made;
import phoenix.orchestrator.host.NodeFiles;
import phoenix.orchestrator.host.OwnValue;
import phoenix.orchestrator.host.Question;
import phoenix.orchestrator.plan.Impact;
import phoenix.pve.shell.Command;

/**
 * Folders that containers share: made, with the mode that is declared. Their owner is settled with the container, which alone knows how its
 * users count on the node. What is in them is left alone, and none is ever removed: one that Phoenix made, be it for containers or for a share, is
 * noted on the node, and told when nothing in the file names it any more. Of a mode that is declared no more {@link
 * phoenix.orchestrator.host.share.SharedFolders} tells.
 */
public final class Folders implements HostKind {
    private static final String FILES = "shared-folders";
    private static final Made MADE = new Made("folders");

    @Override
    public String name() {
        return "shared volumes";
    }

    @Override
    public List<Question> questions(DesiredHost want) {
        return List.of(
                Made.question(),
                NodeFiles.question(
                        FILES,
                        want.folders().stream().map(HostFolder::path).distinct().toList()));
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        NodeFiles files = NodeFiles.of(facts, FILES);
        List<HostResource> resources = new ArrayList<>();
        for (HostFolder folder : want.folders()) {
            HostResource.Draft draft = HostResource.named("shared volume " + folder.name());
            want.zfs().dataSets().stream()
                    .filter(dataSet -> (folder.path() + "/").startsWith("/" + dataSet.name() + "/"))
                    .forEach(dataSet -> draft.needs("data set " + dataSet.name()));
            NodeFiles.Found found = files.at(folder.path()).orElse(null);
            if (found == null) {
                draft.isNew().change("folder", "", folder.path(), "", Impact.LIVE);
                draft.act(MADE.note(List.of(folder.path()))).act(Acts.run("mkdir", "-p", folder.path()));
            } else if (!found.folder()) {
                draft.change("folder", "a file", folder.path(), "", Impact.REFUSED);
                draft.refuse(folder.path() + " is a file", "move it away, or write another host_path");
            }
            String mode = folder.mode().replaceFirst("^0+(?=.)", "");
            if (!mode.isEmpty() && (found == null || !found.mode().equals(mode))) {
                new OwnValue("mode of folder " + folder.path())
                        .compare(draft, "mode", found == null ? "" : found.mode(), mode);
                draft.act(Acts.run("chmod", folder.mode(), folder.path()));
            }
            resources.add(draft.done());
        }
        MADE.in(facts).stream()
                .filter(path -> !want.paths().contains(path))
                .forEach(path -> resources.add(HostResource.staying(
                        "folder " + path,
                        "it is declared no more and stays, with what is in it; to remove it when it is empty: "
                                + Command.of("rmdir", path))));
        return resources;
    }
}
