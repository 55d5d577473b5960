package phoenix.orchestrator.config.schema;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that a schema does not allow.
 *
 * @param keyword the schema's word for the rule: {@code maximum}; {@code anyOf} if no form of a choice fits
 * @param property the key that is unknown or missing; else null
 * @param where the path to the value from the file's root: keys and indexes
 * @param frames the schemas that were passed on the way to the rule, from the document's own
 * @param choices how often a choice was entered on the way, from the outermost
 */
record Finding(
        String keyword, @Nullable String property, List<Object> where, List<Frame> frames, List<Choice> choices) {
    Finding {
        where = List.copyOf(where);
        frames = List.copyOf(frames);
        choices = List.copyOf(choices);
    }

    /**
     * A schema on the way.
     *
     * @param depth of the value that it is about: 0 for the file's root
     */
    record Frame(SchemaNode schema, int depth) {}

    /**
     * A form of a choice on the way.
     *
     * @param frame of the schema that has the choice: its place in the frames
     * @param form which form
     */
    record Choice(int frame, int form) {}

    static Finding of(Error error, SchemaNode document) {
        return new Walk(document).follow(error);
    }

    /** The schemas that are about the value itself, the outermost first: what is said there holds before what a reference says. */
    List<SchemaNode> about() {
        int depth = frames.get(frames.size() - 1).depth();
        return frames.stream()
                .filter(frame -> frame.depth() == depth)
                .map(Frame::schema)
                .toList();
    }

    /** The finding that a choice as a whole is wrong. */
    Finding whole(Choice choice) {
        List<Frame> upTo = frames.subList(0, choice.frame() + 1);
        return new Finding(
                "anyOf", null, where.subList(0, upTo.get(choice.frame()).depth()), upTo, List.of());
    }

    /** Follows a path of evaluation, as in {@code /properties/ip/$ref/anyOf/0/pattern}, through the schemas. */
    private static final class Walk {
        private final List<Frame> frames = new ArrayList<>();
        private final List<Choice> choices = new ArrayList<>();
        private SchemaNode schema;
        private int depth;

        Walk(SchemaNode document) {
            schema = document;
            frames.add(new Frame(schema, depth));
        }

        Finding follow(Error error) {
            NodePath path = error.getEvaluationPath();
            int step = 0;
            while (step < path.getNameCount()) {
                String word = path.getName(step);
                switch (word) {
                    case "$ref" -> to(schema.referred());
                    case "properties", "patternProperties" -> {
                        step++;
                        depth++;
                        to(schema.at(word).at(path.getName(step)));
                    }
                    case "anyOf" -> {
                        step++;
                        int form = Integer.parseInt(path.getName(step));
                        choices.add(new Choice(frames.size() - 1, form));
                        to(schema.at(word).at(form));
                    }
                    case "items", "additionalProperties" -> {
                        if (schema.at(word).isSchema()) {
                            depth++;
                            to(schema.at(word));
                        }
                    }
                    case "propertyNames" -> to(schema.at(word));
                    default -> {
                        // The rule itself, at the end of the path.
                    }
                }
                step++;
            }
            return new Finding(keyword(path), error.getProperty(), where(error.getInstanceLocation()), frames, choices);
        }

        private void to(SchemaNode next) {
            schema = next;
            frames.add(new Frame(schema, depth));
        }

        private static String keyword(NodePath path) {
            for (int i = 0; i < path.getNameCount(); i++) {
                if (path.getName(i).equals("propertyNames")) {
                    return "propertyNames";
                }
            }
            return path.getName(path.getNameCount() - 1);
        }

        private static List<Object> where(NodePath location) {
            List<Object> where = new ArrayList<>();
            for (int i = 0; i < location.getNameCount(); i++) {
                where.add(location.getElement(i));
            }
            return where;
        }
    }
}
