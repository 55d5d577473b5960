package phoenix.orchestrator.vm.cloudinit;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import phoenix.orchestrator.desired.CloudInit;
import phoenix.orchestrator.desired.CloudInit.Part;
import phoenix.orchestrator.desired.DesiredVm;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * The cloud-init documents of a VM that Proxmox does not make itself.
 *
 * <p>Proxmox makes documents of its own from {@code ciuser}, {@code sshkeys} and {@code ipconfig[n]}. Where those say all that is wanted,
 * none of ours is made. The network is Proxmox's in any case, unless the user has a document for it: it matches interfaces by the MAC
 * addresses that it hands out.
 *
 * <p>Every text is printed in quotes: cloud-init reads YAML 1.1, to which a bare {@code yes}, {@code 0755}, {@code 1:30} or {@code ~} is
 * no text.
 */
public final class Documents {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .disable(YAMLWriteFeature.SPLIT_LINES)
            .build();

    private Documents() {}

    /** The documents by part; none where Proxmox's own options say all. */
    public static SortedMap<Part, String> of(DesiredVm want, boolean agentMustBeMadeSureOf) {
        SortedMap<Part, String> documents = new TreeMap<>();
        Optional<CloudInit.Template> own = template(want, Part.USER);
        if (own.isPresent() || agentMustBeMadeSureOf || needsUserData(want)) {
            documents.put(Part.USER, "#cloud-config\n" + yaml(userData(want, own)));
        }
        template(want, Part.NETWORK).ifPresent(given -> documents.put(Part.NETWORK, yaml(JSON.readTree(given.json()))));
        template(want, Part.VENDOR)
                .ifPresent(given -> documents.put(Part.VENDOR, "#cloud-config\n" + yaml(JSON.readTree(given.json()))));
        return documents;
    }

    /** Whether the VM wants something that Proxmox's own options cannot say. */
    public static boolean needsUserData(DesiredVm want) {
        CloudInit init = want.cloudInit();
        return init.users().size() > 1
                || init.users().stream()
                        .anyMatch(user -> user.passwordHash() != null
                                || !user.groups().isEmpty()
                                || !CloudInit.User.ALL.equals(user.sudo()))
                || !init.packages().isEmpty()
                || !init.mounts().isEmpty()
                || !init.files().isEmpty()
                || !init.runCommands().isEmpty()
                || init.timezone() != null;
    }

    private static Optional<CloudInit.Template> template(DesiredVm want, Part part) {
        return want.cloudInit().templates().stream()
                .filter(template -> template.part() == part)
                .findFirst();
    }

    private static JsonNode userData(DesiredVm want, Optional<CloudInit.Template> own) {
        JsonNode given =
                own.<JsonNode>map(template -> JSON.readTree(template.json())).orElseGet(JSON::createObjectNode);
        if (own.filter(CloudInit.Template::replaces).isPresent()) {
            return given;
        }
        ObjectNode ours = JSON.valueToTree(UserData.of(want));
        overlay(ours, given);
        return ours;
    }

    /** Lays a document over another: lists are joined, objects laid over each other, anything else is replaced. */
    private static void overlay(ObjectNode below, JsonNode above) {
        for (Map.Entry<String, JsonNode> entry : above.properties()) {
            JsonNode old = below.get(entry.getKey());
            if (old instanceof ArrayNode list && entry.getValue() instanceof ArrayNode more) {
                list.addAll(more);
            } else if (old instanceof ObjectNode object && entry.getValue() instanceof ObjectNode) {
                overlay(object, entry.getValue());
            } else {
                below.set(entry.getKey(), entry.getValue());
            }
        }
    }

    static String yaml(JsonNode value) {
        return YAML.writeValueAsString(value);
    }
}
