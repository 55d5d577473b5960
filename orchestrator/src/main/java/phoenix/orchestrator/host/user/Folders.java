package phoenix.orchestrator.host.user;

import java.util.ArrayList;
import java.util.List;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostFolder;
import phoenix.orchestrator.host.Acts;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.NodeFiles;
import phoenix.orchestrator.host.Question;
import phoenix.orchestrator.plan.Impact;

/**
 * Folders that containers share: made, with the mode that is declared. Their owner is settled with the container, which alone knows how its
 * users count on the node. What is in them is left alone, and none is ever removed.
 */
public final class Folders implements HostKind {
    private static final String FILES = "shared-folders";

    @Override
    public String name() {
        return "shared volumes";
    }

    @Override
    public List<Question> questions(DesiredHost want) {
        return List.of(NodeFiles.question(
                FILES, want.folders().stream().map(HostFolder::path).distinct().toList()));
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
                draft.act(Acts.run("mkdir", "-p", folder.path()));
            } else if (!found.folder()) {
                draft.change("folder", "a file", folder.path(), "", Impact.REFUSED);
                draft.refuse(folder.path() + " is a file", "move it away, or write another host_path");
            }
            String mode = folder.mode().replaceFirst("^0+(?=.)", "");
            if (!mode.isEmpty() && (found == null || !found.mode().equals(mode))) {
                draft.compare("mode", found == null ? "" : found.mode(), mode);
                draft.act(Acts.run("chmod", folder.mode(), folder.path()));
            }
            resources.add(draft.done());
        }
        return resources;
    }
}
