package phoenix.orchestrator.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import phoenix.orchestrator.desired.CloudInit.Part;
import phoenix.orchestrator.note.Digest;
import phoenix.pve.VmId;

/**
 * A cloud-init document as a file on a storage of the node. Its name holds its digest: a document that changed is another file, so that
 * Proxmox sees the change, and shows it as one that waits for the next boot.
 *
 * @param storage one that holds snippets
 */
record Snippet(VmId guest, Part part, String storage, String text) {
    static List<Snippet> of(VmId guest, String storage, Map<Part, String> documents) {
        List<Snippet> snippets = new ArrayList<>();
        documents.forEach((part, text) -> snippets.add(new Snippet(guest, part, storage, text)));
        return snippets;
    }

    String fileName() {
        return "phoenix-" + guest + "-" + part.name().toLowerCase(Locale.ROOT) + "-"
                + new Digest().add("document", text).hex() + ".yaml";
    }

    /** The storage of the documents that an option {@code cicustom} names, if they are Phoenix's. */
    static Optional<String> storage(String cicustom) {
        Matcher ours = Pattern.compile("=([^,=:]+):snippets/phoenix-[0-9]+-").matcher(cicustom);
        return ours.find() ? Optional.of(ours.group(1)) : Optional.empty();
    }

    String volume() {
        return storage + ":snippets/" + fileName();
    }

    /** Without the text: there may be secrets in it. */
    @Override
    public String toString() {
        return volume();
    }
}
