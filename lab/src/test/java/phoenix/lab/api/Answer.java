package phoenix.lab.api;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What came back for a raw request. */
record Answer(int status, String reason, Map<String, String> headers, JsonNode body) {
    JsonNode data() {
        return body.path("data");
    }

    String message() {
        return body.path("message").asString("");
    }

    String error(String parameter) {
        return body.path("errors").path(parameter).asString("");
    }

    /** The data as a list of one field of each element. */
    List<String> each(String field) {
        return data().valueStream()
                .map(element -> element.path(field).asString(""))
                .toList();
    }
}
