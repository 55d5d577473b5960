package phoenix.pve.api;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What an HTTP answer of the API means. */
final class AnswerReader {
    private static final int OK = 200;
    private static final int FIRST_ERROR = 400;

    private AnswerReader() {}

    /**
     * The {@code data} of an answer.
     *
     * @throws PveException if the answer is an error, or none of the API
     */
    static JsonNode data(HttpExchange.Answer answer, String purpose) {
        if (answer.status() >= FIRST_ERROR) {
            throw error(answer, purpose);
        }
        if (answer.status() != OK) {
            throw notTheApi("HTTP status " + answer.status() + " " + answer.reason(), purpose);
        }
        try {
            JsonNode body = Json.parse(answer.body());
            if (body.isObject() && body.has("data")) {
                return body.path("data");
            }
            throw notTheApi("the answer has no 'data'", purpose);
        } catch (IllegalArgumentException e) {
            throw notTheApi("the answer is " + e.getMessage(), purpose);
        }
    }

    private static PveException error(HttpExchange.Answer answer, String purpose) {
        String message = "";
        Map<String, String> errors = new TreeMap<>();
        try {
            JsonNode body = Json.parse(answer.body());
            message = Json.text(body, "message");
            errors.putAll(Json.options(body.path("errors")));
        } catch (IllegalArgumentException e) {
            message = ""; // not every error has a body of JSON; then the reason phrase has to do
        }
        return PveErrors.of(answer.status(), message.isBlank() ? answer.reason() : message, errors, purpose);
    }

    private static PveException notTheApi(String what, String purpose) {
        return new PveException.Unavailable(
                "cannot " + purpose + ": this is no answer of Proxmox VE's API: " + what,
                "check that the address is that of a node, with port 8006, and of no proxy before it",
                true);
    }
}
