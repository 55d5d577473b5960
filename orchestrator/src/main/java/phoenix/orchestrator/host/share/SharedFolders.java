package phoenix.orchestrator.host.share;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostServices;
import phoenix.orchestrator.host.Acts;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.Made;
import phoenix.orchestrator.host.Question;
import phoenix.orchestrator.plan.Impact;

/** The folders behind exports and shares, with owner and mode where these are declared. Those that are made are noted on the node; {@link
 * phoenix.orchestrator.host.user.Folders} tells of those that are declared no more. */
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
        return List.of(Question.script(
                SharedFolders.class, LOOK, List.copyOf(wishes(want).keySet())));
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        List<HostResource> resources = new ArrayList<>();
        wishes(want).forEach((path, wish) -> resources.add(folder(want, path, wish, facts)));
        return resources;
    }

    private static HostResource folder(DesiredHost want, String path, Wish wish, HostFacts facts) {
        HostResource.Draft draft = HostResource.named(nameFor(path));
        want.zfs().dataSets().stream()
                .filter(dataSet -> (path + "/").startsWith("/" + dataSet.name() + "/"))
                .forEach(dataSet -> draft.needs("data set " + dataSet.name()));
        String[] found = facts.lines(LOOK).stream()
                .map(line -> line.split(" ", 4))
                .filter(words -> words.length == 4 && words[3].equals(path))
                .findFirst()
                .orElse(new String[] {"", "", "", path});
        if (found[0].equals("other")) {
            return draft.refuse(path + " is there and is no folder", "move it away, or share another path")
                    .done();
        }
        if (found[0].isEmpty()) {
            draft.isNew().change("folder", "", path, "", Impact.LIVE).act(MADE.note(List.of(path)));
        }
        if (!wish.owner().isEmpty()) {
            draft.compare("owner", found[1], wish.owner());
            draft.needs("Samba user " + wish.owner().replaceFirst(":.*", ""));
        }
        if (!wish.mode().isEmpty()) {
            draft.compare("mode", found[2], wish.mode().replaceFirst("^0+(?=...)", ""));
        }
        List<String> parameters = List.of(path, wish.owner(), wish.mode());
        return draft.act(Acts.script(
                        SharedFolders.class, "make-folder.sh", java.time.Duration.ofMinutes(1), "", parameters))
                .done();
    }
}
