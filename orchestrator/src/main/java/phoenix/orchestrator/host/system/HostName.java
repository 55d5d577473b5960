package phoenix.orchestrator.host.system;

import java.util.List;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.Question;

/**
 * The node's host name. It is compared and never changed: Proxmox keeps a node's guests in a folder of that name, and a node that is renamed
 * loses them.
 */
public final class HostName implements HostKind {
    private static final String LOOK = "look-host-name.sh";

    @Override
    public String name() {
        return "host name";
    }

    @Override
    public List<Question> questions(DesiredHost want) {
        return List.of(Question.script(HostName.class, LOOK, List.of()));
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        String wanted = want.system().hostName();
        String name = facts.labelled(LOOK, "name");
        if (wanted == null || name.isEmpty()) {
            return List.of(); // of a node that is only imagined, no name is known
        }
        HostResource.Draft draft = HostResource.named("host name").compare("host name", name, wanted);
        if (draft.differs()) {
            draft.refuse(
                    "the node is called " + name + ", and a Proxmox node that is renamed loses its guests",
                    "write \"" + name + "\" under network.hostname, or rename the node by hand while it has no guest");
        }
        return List.of(draft.done());
    }
}
