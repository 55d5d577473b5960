package phoenix.orchestrator.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import phoenix.orchestrator.guest.LiveGuest;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.pve.api.GuestApi;
import phoenix.pve.api.NodeApi;
import phoenix.pve.api.NodeNotes;

/** The notes of a guest, or of the node itself. */
interface Notes {
    /** Whose they are, as a plan calls it. */
    String owner();

    /** The same for people. */
    String label();

    /** What it takes to read and write them, as Proxmox calls it. */
    String rights();

    /** Empty if what they are on is gone. */
    Optional<NodeNotes> read(NodeAccess node);

    /** @param before what they were, whose digest has the change refused if they are others by now */
    void write(NodeAccess node, String description, NodeNotes before);

    /** A guest's. */
    static Notes of(Target target) {
        return new Notes() {
            @Override
            public String owner() {
                return target.id().toString();
            }

            @Override
            public String label() {
                return target.toString();
            }

            @Override
            public String rights() {
                return "VM.Audit and VM.Config.Options on the guest";
            }

            @Override
            public Optional<NodeNotes> read(NodeAccess node) {
                return LiveGuest.at(node, target)
                        .map(live -> new NodeNotes(live.config().digest(), live.description()));
            }

            @Override
            public void write(NodeAccess node, String description, NodeNotes before) {
                Map<String, String> options = Map.of("description", description, "digest", before.digest());
                node.client().send(GuestApi.setConfig(target.path(), options, List.of()));
            }
        };
    }

    /** The node's. */
    static Notes ofNode(String name) {
        return new Notes() {
            @Override
            public String owner() {
                return name;
            }

            @Override
            public String label() {
                return "node " + name;
            }

            @Override
            public String rights() {
                return "Sys.Audit and Sys.Modify on /";
            }

            @Override
            public Optional<NodeNotes> read(NodeAccess node) {
                return Optional.of(node.client().send(NodeApi.notes(name)));
            }

            @Override
            public void write(NodeAccess node, String description, NodeNotes before) {
                node.client().send(NodeApi.setNotes(name, description, before.digest()));
            }
        };
    }
}
