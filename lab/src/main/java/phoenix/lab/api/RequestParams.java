package phoenix.lab.api;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import phoenix.lab.http.Request;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The parameters of a request, from body and query, decoded with all of Proxmox's peculiarities.
 *
 * @see "PVE source: PVE/APIServer/AnyEvent.pm decode_urlencoded, extract_params"
 */
final class RequestParams {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private RequestParams() {}

    /** A body that is no JSON; Proxmox answers that in plain text. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        private Unreadable(String message) {
            super(message);
        }
    }

    /** Texts, lists of texts, truth values and maps, by name; the query wins over the body. */
    static Map<String, Object> of(Request request) throws Unreadable {
        Map<String, Object> params = new LinkedHashMap<>();
        if (request.method().equals("PUT") || request.method().equals("POST")) {
            boolean json = request.header("Content-Type")
                    .orElse("")
                    .toLowerCase(Locale.ROOT)
                    .startsWith("application/json");
            if (json) {
                params.putAll(json(request.body()));
            } else {
                params.putAll(form(request.body()));
            }
        }
        params.putAll(form(request.rawQuery()));
        params.remove("_dc");
        return params;
    }

    private static Map<String, Object> json(String text) throws Unreadable {
        Object parsed;
        try {
            parsed = JSON.readValue(text, Object.class);
        } catch (JacksonException malformed) {
            throw new Unreadable("malformed JSON string: " + malformed.getOriginalMessage() + "\n");
        }
        if (!(parsed instanceof Map<?, ?> map)) {
            throw new Unreadable("Not a HASH reference\n");
        }
        Map<String, Object> params = new LinkedHashMap<>();
        map.forEach((name, value) -> {
            if (value != null) {
                params.put(String.valueOf(name), value(value));
            }
        });
        return params;
    }

    private static Object value(Object value) {
        if (value instanceof Number number) {
            return new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(RequestParams::value).toList();
        }
        return value;
    }

    /**
     * Pairs end at {@code &} and at {@code ;}; of {@code a=b=c} the {@code c} is lost; a name without {@code =} has no value; a
     * repeated name makes a list.
     */
    static Map<String, Object> form(String text) {
        Map<String, Object> params = new LinkedHashMap<>();
        for (String pair : text.split("[&;]")) {
            String[] pieces = pair.split("=", -1);
            if (pieces.length < 2 || pieces[0].isEmpty()) {
                continue;
            }
            boolean empty = pieces[1].isEmpty() && pieces.length == 2;
            String name = decode(pieces[0].replace('+', ' '));
            String value = empty ? "" : decode(pieces[1].replace('+', ' '));
            params.merge(name, value, RequestParams::both);
        }
        return params;
    }

    private static Object both(Object before, Object next) {
        List<Object> all = new ArrayList<>();
        if (before instanceof List<?> list) {
            all.addAll(list);
        } else {
            all.add(before);
        }
        all.add(next);
        return all;
    }

    /** Undoes percent-encoding; a percent sign that encodes nothing stands for itself. */
    static String decode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (bytes[i] == '%' && high >= 0 && low >= 0) {
                decoded.write(high * 16 + low);
                i += 2;
            } else {
                decoded.write(bytes[i]);
            }
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }
}
