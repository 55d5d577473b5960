package phoenix.orchestrator.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.Wanted;
import phoenix.orchestrator.actual.NodeFacts;
import phoenix.orchestrator.desired.DesiredContainer.Origin;
import phoenix.pve.GuestConfig.RawEntry;
import phoenix.pve.VmId;

/** Which raw lines a container shall have, beside those that its file names. */
class RawOptionsTest {
    @Test
    void lines_of_gpus_go_when_none_is_assigned_any_more_and_others_stay() {
        Wanted want = new Wanted(new VmId(953), "gpu", new Origin.Template("debian-12-standard"));
        want.gpus = List.of();
        RawEntry own = new RawEntry("lxc.cgroup2.devices.allow", "c 10:229 rwm");
        List<RawEntry> have = List.of(
                own,
                new RawEntry("lxc.cgroup2.devices.allow", "c 195:0 rwm"),
                new RawEntry("lxc.mount.entry", "/dev/nvidia0 dev/nvidia0 none bind,optional,create=file"));

        assertThat(RawOptions.wanted(want.value(), have, Set.of("gpus"), NodeFacts.NONE))
                .containsExactly(own);
    }
}
