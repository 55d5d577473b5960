package phoenix.orchestrator.host.share;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostServices;
import phoenix.orchestrator.host.Acts;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.Made;
import phoenix.orchestrator.host.OwnValue;
import phoenix.orchestrator.host.Question;
import phoenix.orchestrator.plan.Impact;
import phoenix.pve.shell.Command;

/**
 * The folders behind exports and shares, with owner and mode where these are declared. Those that are made are noted on the node; {@link
 * phoenix.orchestrator.host.user.Folders} tells of those that are declared no more. Owners and modes that Phoenix set are noted as well, and told when
 * they are declared no more.
 */
public final class SharedFolders implements HostKind {
    private static final String LOOK = "look-folders.sh";
    private static final Made MADE = new Made("folders");

    private record Wish(String owner, String mode) {
        /** Two that name one folder: what one leaves open, the other decides. */
        Wish and(Wish other) {
            return new Wish(owner.isEmpty() ? other.owner : owner, mode.isEmpty() ? other.mode : mode);
        }
    }

    static String nameFor(String path) {
        return "shared folder " + path;
    }

    private static Map<String, Wish> wishes(DesiredHost want) {
        Map<String, Wish> wishes = new LinkedHashMap<>();
        for (HostServices.Export export : want.services().exports()) {
            wishes.merge(export.path(), new Wish(export.owner(), export.mode()), Wish::and);
        }
        HostServices.Samba samba = want.services().samba();
        if (samba != null) {
            for (HostServices.Share share : samba.shares()) {
                wishes.merge(share.path(), new Wish(share.owner(), share.mode()), Wish::and);
            }
        }
        return wishes;
    }

    @Override
    public String name() {
        return "shared folders";
    }

    @Override
    public List<Question> questions(DesiredHost want) {
        List<String> words = new ArrayList<>(List.of(Made.FOLDER));
        words.addAll(wishes(want).keySet());
        return List.of(OwnValue.question(), Question.script(SharedFolders.class, LOOK, words));
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        List<HostResource> resources = new ArrayList<>();
        Map<String, Wish> wishes = wishes(want);
        wishes.forEach((path, wish) -> resources.add(folder(want, path, wish, facts)));
        want.folders().forEach(folder -> wishes.merge(folder.path(), new Wish("", folder.mode()), Wish::and));
        Set<String> told = new HashSet<>(MADE.in(facts));
        told.removeAll(want.paths());
        found(facts).forEach((path, found) -> {
            Wish wish = wishes.getOrDefault(path, new Wish("", ""));
            String[] remedies = {
                "to set another: " + Command.of("chown", "USER:GROUP", path),
                "to set another: " + Command.of("chmod", "MODE", path)
            };
            if (!told.contains(path) && wish.owner().isEmpty()) {
                owner(path).staying(facts, found.owner(), remedies[0]).ifPresent(resources::add);
            }
            if (!told.contains(path) && wish.mode().isEmpty()) {
                mode(path).staying(facts, found.mode(), remedies[1]).ifPresent(resources::add);
            }
        });
        return resources;
    }

    private static OwnValue owner(String path) {
        return new OwnValue("owner of folder " + path);
    }

    private static OwnValue mode(String path) {
        return new OwnValue("mode of folder " + path);
    }

    private record Found(String kind, String owner, String mode) {}

    private static Map<String, Found> found(HostFacts facts) {
        Map<String, Found> found = new TreeMap<>();
        for (String line : facts.lines(LOOK)) {
            String[] words = line.split(" ", 4);
            if (words.length == 4) {
                found.put(words[3], new Found(words[0], words[1], words[2]));
            }
        }
        return found;
    }

    private static HostResource folder(DesiredHost want, String path, Wish wish, HostFacts facts) {
        HostResource.Draft draft = HostResource.named(nameFor(path));
        want.zfs().dataSets().stream()
                .filter(dataSet -> (path + "/").startsWith("/" + dataSet.name() + "/"))
                .forEach(dataSet -> draft.needs("data set " + dataSet.name()));
        Found found = found(facts).getOrDefault(path, new Found("", "", ""));
        if (found.kind().equals("other")) {
            return draft.refuse(path + " is there and is no folder", "move it away, or share another path")
                    .done();
        }
        if (found.kind().isEmpty()) {
            draft.isNew().change("folder", "", path, "", Impact.LIVE).act(MADE.note(List.of(path)));
        }
        if (!wish.owner().isEmpty()) {
            owner(path).compare(draft, "owner", found.owner(), wish.owner());
            draft.needs("Samba user " + wish.owner().replaceFirst(":.*", ""));
        }
        if (!wish.mode().isEmpty()) {
            mode(path).compare(draft, "mode", found.mode(), wish.mode().replaceFirst("^0+(?=...)", ""));
        }
        List<String> parameters = List.of(path, wish.owner(), wish.mode());
        return draft.act(Acts.script(
                        SharedFolders.class, "make-folder.sh", java.time.Duration.ofMinutes(1), "", parameters))
                .done();
    }
}
