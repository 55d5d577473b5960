package phoenix.lab.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.rest.Verb;

/** Finds the endpoint of a path. A name beats a variable; {@code {volume}}, at the end, takes slashes, too. */
final class Router {
    private final List<Endpoint> endpoints;

    Router(List<Endpoint> endpoints) {
        this.endpoints = List.copyOf(endpoints);
    }

    /** An endpoint and the values of its path's variables. */
    record Match(Endpoint endpoint, Map<String, String> variables) {}

    /** @param path decoded, without the format in front */
    Optional<Match> find(Verb verb, String path) {
        Optional<Match> best = Optional.empty();
        for (Endpoint endpoint : endpoints) {
            if (endpoint.verb() == verb) {
                Optional<Match> match = match(endpoint, path);
                if (match.isPresent()
                        && best.filter(other -> other.variables().size()
                                        <= match.get().variables().size())
                                .isEmpty()) {
                    best = match;
                }
            }
        }
        return best;
    }

    private static Optional<Match> match(Endpoint endpoint, String path) {
        List<String> wanted = parts(endpoint.path());
        List<String> given = parts(path);
        boolean takesRest = endpoint.path().matches(".*/(?:\\{volume}|ipset/\\{name}/\\{cidr})");
        if (given.size() < wanted.size() || (given.size() > wanted.size() && !takesRest)) {
            return Optional.empty();
        }
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            String part = wanted.get(i);
            boolean last = i == wanted.size() - 1;
            String value = last ? String.join("/", given.subList(i, given.size())) : given.get(i);
            if (part.startsWith("{")) {
                variables.put(part.substring(1, part.length() - 1), value);
            } else if (!part.equals(value)) {
                return Optional.empty();
            }
        }
        return Optional.of(new Match(endpoint, variables));
    }

    private static List<String> parts(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/")) {
            if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        return parts;
    }
}
