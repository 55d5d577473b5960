package phoenix.pve.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Parameters as a query or a form, by name. Everything but letters, digits and {@code . - _ *} is percent-encoded: Proxmox also splits at {@code ;}, and
 * drops what follows a second {@code =}.
 *
 * @see "PVE source: PVE/APIServer/AnyEvent.pm decode_urlencoded"
 */
final class FormEncoding {
    private FormEncoding() {}

    static String encode(Map<String, String> parameters) {
        return new TreeMap<>(parameters)
                .entrySet().stream()
                        .flatMap(entry -> ManyValues.in(entry.getValue()).stream()
                                .map(value -> encode(entry.getKey()) + "=" + encode(value)))
                        .collect(Collectors.joining("&"));
    }

    /** One part of a path, a name or a value. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
