package phoenix.orchestrator.report;

import java.util.List;
import phoenix.orchestrator.config.Effective;
import phoenix.orchestrator.desired.Place;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the files say of guests, for programs: {@code {"guests": [{"id": 953, "kind": "lxc", "settings": [...]}]}}. */
public final class EffectiveJson {
    private EffectiveJson() {}

    public static String print(List<Effective> guests) {
        ObjectNode root = PrettyJson.object();
        ArrayNode all = root.putArray("guests");
        guests.forEach(guest -> write(guest, all.addObject()));
        return PrettyJson.print(root);
    }

    private static void write(Effective guest, ObjectNode node) {
        node.put("id", guest.id().value());
        node.put("kind", guest.kind().apiName());
        ArrayNode settings = node.putArray("settings");
        for (Effective.Setting setting : guest.settings()) {
            ObjectNode line = settings.addObject();
            line.put("key", setting.key());
            line.set("value", JsonMapper.shared().readTree(setting.value()));
            line.put("origin", setting.origin());
            Place place = setting.place();
            line.put("file", place.file());
            line.put("line", place.line());
            line.put("column", place.column());
            line.put("pointer", place.pointer());
        }
    }
}
