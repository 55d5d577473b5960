package phoenix.lab.rest;

import java.util.ArrayList;
import java.util.List;
import phoenix.lab.schema.Param;
import phoenix.lab.schema.Parameters;

/**
 * One endpoint.
 *
 * @param path with {@code {variables}}, as Proxmox publishes it
 * @param needsRoot whether Proxmox runs it in the daemon that is root ({@code protected})
 * @param tokens whether API tokens may call it
 */
public record Endpoint(
        Verb verb,
        String path,
        Parameters parameters,
        Permission permission,
        boolean needsRoot,
        boolean tokens,
        Handler handler) {

    public static Draft get(String path) {
        return new Draft(Verb.GET, path);
    }

    public static Draft post(String path) {
        return new Draft(Verb.POST, path).asRoot();
    }

    public static Draft put(String path) {
        return new Draft(Verb.PUT, path).asRoot();
    }

    public static Draft delete(String path) {
        return new Draft(Verb.DELETE, path).asRoot();
    }

    /** An endpoint in the making. Confined to one thread. */
    public static final class Draft {
        private final Verb verb;
        private final String path;
        private final List<Param> params = new ArrayList<>();
        private Permission permission = new Permission.RootOnly();
        private boolean needsRoot;
        private boolean tokens = true;

        private Draft(Verb verb, String path) {
            this.verb = verb;
            this.path = path;
        }

        public Draft with(Param... more) {
            params.addAll(List.of(more));
            return this;
        }

        public Draft with(List<Param> more) {
            params.addAll(more);
            return this;
        }

        public Draft allow(Permission who) {
            permission = who;
            return this;
        }

        public Draft allowAnyUser() {
            return allow(new Permission.AnyUser());
        }

        public Draft asRoot() {
            needsRoot = true;
            return this;
        }

        public Draft noTokens() {
            tokens = false;
            return this;
        }

        public Endpoint handledBy(Handler handler) {
            return new Endpoint(verb, path, new Parameters(params), permission, needsRoot, tokens, handler);
        }
    }
}
