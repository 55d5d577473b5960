package phoenix.orchestrator.host.share;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostServices;
import phoenix.orchestrator.host.Acts;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.Made;
import phoenix.orchestrator.host.Question;
import phoenix.orchestrator.host.Tool;
import phoenix.orchestrator.plan.Impact;

/**
 * Samba's users and their passwords. What Samba keeps of a password is a hash without salt, so that the declared one is compared without
 * being sent anywhere. Those that Phoenix let in are noted on the node. A user that is declared no more stays, for files are theirs, and is told.
 */
public final class SambaUsers implements HostKind {
    private static final String LOOK = "look-samba-users.sh";
    private static final Made MADE = new Made("samba-users");

    @Override
    public String name() {
        return "Samba users";
    }

    @Override
    public List<Tool> tools(DesiredHost want) {
        return users(want).isEmpty() ? List.of() : List.of(Tool.of("smbpasswd", "samba"));
    }

    private static Map<String, HostServices.Password> users(DesiredHost want) {
        HostServices.Samba samba = want.services().samba();
        return samba == null ? Map.of() : samba.passwords();
    }

    @Override
    public List<Question> questions(DesiredHost want) {
        List<String> words = new ArrayList<>(List.of(Made.FOLDER));
        words.addAll(users(want).keySet());
        return List.of(Made.question(), Question.script(SambaUsers.class, LOOK, words));
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        Map<String, String> hashes = new TreeMap<>();
        List<String> accounts = new ArrayList<>();
        for (String line : facts.lines(LOOK)) {
            String[] words = line.split(" ");
            if (words[0].equals("account") && words.length == 2) {
                accounts.add(words[1]);
            } else if (words[0].equals("hash") && words.length == 3) {
                hashes.put(words[1], words[2].toUpperCase(Locale.ROOT));
            }
        }
        List<HostResource> resources = new ArrayList<>();
        users(want).forEach((user, password) -> resources.add(user(user, password, accounts.contains(user), hashes)));
        MADE.in(facts).stream()
                .filter(user -> hashes.containsKey(user) && !users(want).containsKey(user))
                .forEach(user -> resources.add(HostResource.staying(
                        name(user),
                        "declared no more, and stays, for files may be theirs; to shut Samba to them: smbpasswd -x "
                                + user)));
        return resources;
    }

    private static String name(String user) {
        return "Samba user " + user;
    }

    private static HostResource user(
            String user, HostServices.Password password, boolean account, Map<String, String> hashes) {
        HostResource.Draft draft = HostResource.named(name(user));
        if (!account) {
            draft.isNew().change("account", "", user, "", Impact.LIVE);
        }
        if (password.text().isEmpty()) {
            if (!hashes.containsKey(user)) {
                draft.remark("no password is declared, and Samba has none: " + user + " cannot log in");
            }
        } else if (!NtHash.of(password.text()).equals(hashes.getOrDefault(user, ""))) {
            String before = hashes.containsKey(user) ? "another" : "";
            draft.change("password", before, "as declared", "", Impact.LIVE).act(MADE.note(List.of(user)));
        }
        String input = password.text().isEmpty() ? "" : password.text() + "\n" + password.text() + "\n";
        return draft.act(Acts.scriptWithSecret(
                        SambaUsers.class, "make-samba-user.sh", Duration.ofMinutes(1), input, List.of(user)))
                .done();
    }
}
