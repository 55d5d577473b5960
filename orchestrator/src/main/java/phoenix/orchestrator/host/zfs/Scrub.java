package phoenix.orchestrator.host.zfs;

import java.util.List;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.host.Acts;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.NodeFiles;
import phoenix.orchestrator.host.OwnFile;
import phoenix.orchestrator.host.Question;
import phoenix.orchestrator.plan.Impact;

/** A timer of systemd's that has all pools checked. */
public final class Scrub implements HostKind {
    private static final String FILES = "files-of-scrub";
    private static final String ENABLED = "/etc/systemd/system/timers.target.wants/phoenix-scrub.timer";
    private static final OwnFile SERVICE = OwnFile.at("/etc/systemd/system/phoenix-scrub.service");
    private static final OwnFile TIMER = OwnFile.at("/etc/systemd/system/phoenix-scrub.timer");
    private static final String SERVICE_TEXT = """
            [Unit]
            Description=Check all ZFS pools

            [Service]
            Type=oneshot
            ExecStart=/bin/sh -c 'for pool in $(zpool list -H -o name); do zpool scrub "$pool" || true; done'
            """;

    @Override
    public String name() {
        return "scrub timer";
    }

    @Override
    public List<Question> questions(DesiredHost want) {
        return List.of(NodeFiles.question(FILES, List.of(SERVICE.path(), TIMER.path(), ENABLED)));
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        NodeFiles files = NodeFiles.of(facts, FILES);
        HostResource.Draft draft = HostResource.named("scrub timer");
        String often = want.zfs().scrub();
        if (often == null || often.equals("off")) {
            if (files.at(TIMER.path()).isEmpty() && files.at(SERVICE.path()).isEmpty()) {
                return List.of();
            }
            draft.act(Acts.run("systemctl", "disable", "--now", "phoenix-scrub.timer"));
            boolean timerGone = TIMER.remove(draft, files);
            boolean gone = SERVICE.remove(draft, files) || timerGone;
            draft.act(Acts.run("systemctl", "daemon-reload"));
            return gone ? List.of(draft.done()) : List.of();
        }
        SERVICE.compare(draft, files, SERVICE_TEXT);
        TIMER.compare(
                draft,
                files,
                "[Unit]\nDescription=Check all ZFS pools " + often + "\n\n[Timer]\nOnCalendar=" + often
                        + "\nPersistent=true\nRandomizedDelaySec=1h\n\n[Install]\nWantedBy=timers.target\n");
        if (files.at(ENABLED).isEmpty()) {
            draft.change("timer", "off", "on", "", Impact.LIVE);
        }
        return List.of(draft.act(Acts.run("systemctl", "daemon-reload"))
                .act(Acts.run("systemctl", "enable", "phoenix-scrub.timer"))
                .act(Acts.run("systemctl", "restart", "phoenix-scrub.timer"))
                .done());
    }
}
