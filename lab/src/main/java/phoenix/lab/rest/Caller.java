package phoenix.lab.rest;

import java.util.Arrays;
import java.util.List;

/**
 * Who makes a call.
 *
 * @param user {@code user@realm}, or {@code user@realm!token} for a token; {@code root@pam!x} is not {@code root@pam}
 */
public record Caller(String user, Rights rights) {
    public static final String ROOT = "root@pam";

    public boolean isRoot() {
        return user.equals(ROOT);
    }

    public boolean isToken() {
        return user.indexOf('!') >= 0;
    }

    /** Whether the caller has all these privileges on a path. */
    public boolean may(String path, String... privileges) {
        return isRoot() || Arrays.stream(privileges).allMatch(privilege -> rights.has(user, path, privilege));
    }

    /** Whether the caller has one of these privileges on a path. */
    public boolean mayAny(String path, List<String> privileges) {
        return isRoot() || privileges.stream().anyMatch(privilege -> rights.has(user, path, privilege));
    }

    /**
     * Makes sure that the caller has all these privileges on a path.
     *
     * @throws ApiException 403, naming the path and the first that is missing
     */
    public void check(String path, String... privileges) {
        for (String privilege : privileges) {
            if (!may(path, privilege)) {
                throw ApiException.forbidden(path + ", " + privilege);
            }
        }
    }

    /**
     * Makes sure that the caller has one of these privileges on a path.
     *
     * @throws ApiException 403, naming the path and the privileges
     */
    public void checkAny(String path, String... privileges) {
        if (!mayAny(path, List.of(privileges))) {
            throw ApiException.forbidden(path + ", " + String.join("|", privileges));
        }
    }
}
