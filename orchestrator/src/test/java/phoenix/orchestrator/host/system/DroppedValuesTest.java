package phoenix.orchestrator.host.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostSystem;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.Made;

/** Values of the system that Phoenix set and that are declared no more. */
class DroppedValuesTest {
    private static final String NOTED = "values\ttime zone\tEurope/Vienna\nvalues\tlocale of log-ins\tde_AT.UTF-8\n";
    private static final String HEAR_NO_MORE = "; to hear no more of it, remove its line from /var/lib/phoenix/values";

    private static DesiredHost with(@Nullable String zone, @Nullable String locale) {
        return DesiredHost.EMPTY.with(new HostSystem(zone, null, locale, null, List.of(), false, null, List.of()));
    }

    private static List<HostResource> compare(HostKind kind, DesiredHost want, String look, String noted) {
        return kind.compare(
                want, HostFacts.of(Map.of("look-time-zone.sh", look, "look-locale.sh", look, Made.LOOK, noted)));
    }

    private static List<String> preview(HostResource resource) {
        return resource.acts().stream().flatMap(act -> act.preview().stream()).toList();
    }

    @Test
    void a_value_is_noted_before_it_is_set_and_one_that_was_found_is_not() {
        HostResource zone = compare(new TimeZone(), with("Europe/Vienna", null), "zone UTC", "")
                .get(0);
        HostResource locale = compare(new Locale(), with(null, "de_AT.UTF-8"), "default de_AT.UTF-8", "")
                .get(0);

        assertThat(preview(zone).get(0))
                .isEqualTo("run on the node: note-made.sh /var/lib/phoenix values '+time zone\tEurope/Vienna'");
        assertThat(locale.isAsDeclared()).as("it has to be made").isFalse();
        assertThat(preview(locale))
                .containsExactly(
                        "run on the node: note-made.sh /var/lib/phoenix locales +de_AT.UTF-8",
                        "run on the node: set-locale.sh de_AT.UTF-8");
    }

    @Test
    void one_that_the_file_drops_is_told_with_the_way_to_another() {
        List<HostResource> zone = compare(new TimeZone(), DesiredHost.EMPTY, "zone Europe/Vienna", NOTED);
        List<HostResource> locale = compare(new Locale(), DesiredHost.EMPTY, "default de_AT.UTF-8", NOTED);

        assertThat(zone).singleElement().matches(HostResource::isAsDeclared);
        assertThat(zone.get(0).remarks())
                .containsExactly("declared no more, and stays Europe/Vienna; to set another: dpkg-reconfigure tzdata"
                        + HEAR_NO_MORE);
        assertThat(locale.get(0).remarks())
                .containsExactly("declared no more, and stays de_AT.UTF-8; to set another: update-locale LANG=LOCALE"
                        + HEAR_NO_MORE);
    }

    @Test
    void a_locale_that_phoenix_made_is_told_while_it_is_there_and_not_declared() {
        String noted = "locales\tde_AT.UTF-8\nlocales\tgone.UTF-8\n";
        String look = "locale C.utf8\nlocale de_AT.utf8\ndefault en_US.UTF-8";

        assertThat(compare(new Locale(), with(null, "en_US.UTF-8"), look, noted))
                .extracting(HostResource::name)
                .containsExactly("locale de_AT.UTF-8", "locale");
        assertThat(compare(new Locale(), DesiredHost.EMPTY, look, noted)).hasSize(1);
        assertThat(compare(new Locale(), with(null, "de_AT.UTF-8"), look, noted))
                .extracting(HostResource::name)
                .containsExactly("locale");
    }

    @Test
    void one_that_somebody_else_took_over_or_that_phoenix_never_set_is_not_told() {
        assertThat(compare(new TimeZone(), DesiredHost.EMPTY, "zone Europe/Berlin", NOTED))
                .isEmpty();
        assertThat(compare(new TimeZone(), DesiredHost.EMPTY, "zone Europe/Vienna", ""))
                .isEmpty();
        assertThat(compare(new TimeZone(), DesiredHost.EMPTY, "zone Europe/Vienna", "values\ttime zone\tEurope\n"))
                .isEmpty();
        assertThat(compare(new Locale(), DesiredHost.EMPTY, "default C.UTF-8", NOTED))
                .isEmpty();
    }
}
