package phoenix.orchestrator.host.system;

import java.util.ArrayList;
import java.util.List;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostSystem;
import phoenix.orchestrator.host.Acts;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.Question;

/** The node's name servers, and the domain that short names are looked up in. Other lines of the file are left as they are. */
public final class Resolver implements HostKind {
    private static final String LOOK = "look-resolver.sh";
    private static final int MOST = 3;

    @Override
    public String name() {
        return "name servers";
    }

    @Override
    public List<Question> questions(DesiredHost want) {
        return List.of(Question.script(Resolver.class, LOOK, List.of()));
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        HostSystem.Resolver wanted = want.system().resolver();
        if (wanted == null) {
            return List.of();
        }
        List<String> servers = new ArrayList<>();
        List<String> others = new ArrayList<>();
        String search = "";
        for (String line : facts.lines(LOOK)) {
            String[] words = line.strip().split("\\s+", 2);
            if (words[0].equals("nameserver") && words.length == 2) {
                servers.add(words[1]);
            } else if (wanted.domain() != null && words[0].matches("search|domain")) {
                search = words.length == 2 ? words[1] : ""; // of several the last one counts
            } else {
                others.add(line);
            }
        }
        HostResource.Draft draft = HostResource.named("name servers")
                .compare("name servers", String.join(" ", servers), String.join(" ", wanted.servers()));
        if (wanted.domain() != null) {
            others.add("search " + wanted.domain());
            draft.compare("search domain", search, wanted.domain());
        }
        wanted.servers().forEach(server -> others.add("nameserver " + server));
        draft.act(Acts.write("/etc/resolv.conf", String.join("\n", others) + "\n", "0644", "root:root", List.of()));
        if (wanted.servers().size() > MOST) {
            draft.refuse("no system asks more than three name servers", "name three under dns_nameservers");
        }
        return List.of(draft.done());
    }
}
