package phoenix.orchestrator.config.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A schema inside a document.
 *
 * @param document the document's name, which references in it begin from
 */
record SchemaNode(String document, JsonNode json) {

    static SchemaNode document(String name) {
        return new SchemaNode(name, Schemas.document(name));
    }

    /** The schema under one of this one's keywords. */
    SchemaNode at(String keyword) {
        return new SchemaNode(document, json.path(keyword));
    }

    SchemaNode at(int index) {
        return new SchemaNode(document, json.path(index));
    }

    boolean isSchema() {
        return json.isObject();
    }

    /** The schema that this one refers to: {@code #/$defs/id}, {@code shared.schema.json#/$defs/id}. */
    SchemaNode referred() {
        String reference = text("$ref").orElseThrow();
        int hash = reference.indexOf('#');
        SchemaNode target = document(hash == 0 ? document : reference.substring(0, hash));
        for (String part : reference.substring(hash + 2).split("/", -1)) {
            target = target.at(part);
        }
        return target;
    }

    /** This schema and those that it refers to, in that order. */
    List<SchemaNode> withReferred() {
        List<SchemaNode> all = new ArrayList<>(List.of(this));
        while (all.get(all.size() - 1).has("$ref")) {
            all.add(all.get(all.size() - 1).referred());
        }
        return all;
    }

    boolean has(String keyword) {
        return json.has(keyword);
    }

    Optional<String> text(String keyword) {
        return json.path(keyword).isString() ? Optional.of(json.path(keyword).asString()) : Optional.empty();
    }
}
