package phoenix.orchestrator.desired;

/**
 * A JSON object for a script. Secrets stand in it as references; only what is copied into the guest holds their values.
 *
 * @param json with {@code {"$env": "NAME"}} and {@code {"$file": "path"}} as the user wrote them; what is digested and shown
 * @param revealed the same with the secrets in their places
 */
public record Inputs(String json, String revealed) {
    public static final Inputs NONE = new Inputs("{}", "{}");

    /** Inputs without secrets. */
    public static Inputs plain(String json) {
        return new Inputs(json, json);
    }

    public boolean isEmpty() {
        return json.strip().equals("{}");
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return json;
    }
}
