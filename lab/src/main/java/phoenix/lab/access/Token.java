package phoenix.lab.access;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An API token, without its secret.
 *
 * @param expire seconds since 1970, or 0 for never
 * @param separated whether only the token's own access rules count, within those of its user
 * @param comment empty if there is none
 */
public record Token(long expire, boolean separated, String comment) {
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("expire", expire);
        json.put("privsep", separated ? 1 : 0);
        if (!comment.isEmpty()) {
            json.put("comment", comment);
        }
        return json;
    }
}
