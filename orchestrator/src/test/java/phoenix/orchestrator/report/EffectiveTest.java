package phoenix.orchestrator.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.config.Effective;
import phoenix.orchestrator.config.Effective.Setting;
import phoenix.orchestrator.desired.Place;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;

/** What {@code phoenix show} prints. */
class EffectiveTest {
    private static final Effective WEB = new Effective(
            new VmId(953),
            GuestKind.CONTAINER,
            List.of(
                    new Setting("cores", "2", "defaults", new Place("lxc.json", 3, 14, "/defaults/cores")),
                    new Setting(
                            "environment.KEY",
                            "{\"$env\": \"KEY\"}",
                            "profile gpu",
                            new Place("lxc.json", 12, 7, "/profiles/gpu/environment/KEY"))));

    @Test
    void people_see_each_key_with_its_value_and_where_it_stands() {
        assertThat(EffectiveText.lines(WEB))
                .containsExactly(
                        "953, container",
                        "  cores            2                defaults, lxc.json:3:14",
                        "  environment.KEY  {\"$env\": \"KEY\"}  profile gpu, lxc.json:12:7");
    }

    @Test
    void programs_see_the_same_as_json() {
        assertThat(EffectiveJson.print(List.of(WEB)).replaceAll("\\s", ""))
                .isEqualTo("{\"guests\":[{\"id\":953,\"kind\":\"lxc\",\"settings\":["
                        + "{\"key\":\"cores\",\"value\":2,\"origin\":\"defaults\",\"file\":\"lxc.json\",\"line\":3,\"column\":14,"
                        + "\"pointer\":\"/defaults/cores\"},"
                        + "{\"key\":\"environment.KEY\",\"value\":{\"$env\":\"KEY\"},\"origin\":\"profilegpu\",\"file\":\"lxc.json\","
                        + "\"line\":12,\"column\":7,\"pointer\":\"/profiles/gpu/environment/KEY\"}]}]}");
    }
}
