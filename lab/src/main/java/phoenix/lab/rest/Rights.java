package phoenix.lab.rest;

import java.util.Set;

/** What users and tokens may do. Safe for use by several threads. */
public interface Rights {
    /** Of somebody whom nobody knows. */
    Rights NONE = new Rights() {
        @Override
        public boolean has(String user, String path, String privilege) {
            return false;
        }

        @Override
        public boolean poolExists(String pool) {
            return false;
        }

        @Override
        public boolean userExists(String user) {
            return false;
        }

        @Override
        public Set<String> groups() {
            return Set.of();
        }

        @Override
        public Set<String> groupsOf(String user) {
            return Set.of();
        }
    };

    /**
     * Whether somebody has a privilege on a path.
     *
     * @param user {@code user@realm} or {@code user@realm!token}
     */
    boolean has(String user, String path, String privilege);

    /** Whether there is such a pool. */
    boolean poolExists(String pool);

    /** Whether there is such a user. */
    boolean userExists(String user);

    /** All groups of users. */
    Set<String> groups();

    /** The groups that a user is in. */
    Set<String> groupsOf(String user);
}
