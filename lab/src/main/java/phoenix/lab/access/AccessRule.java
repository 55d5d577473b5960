package phoenix.lab.access;

/**
 * One access rule, for one member and one role.
 *
 * @param member {@code user@realm}, {@code user@realm!token} or {@code @group}
 * @param propagate whether it holds below the path, too
 */
record AccessRule(String path, String member, String role, boolean propagate) {}
