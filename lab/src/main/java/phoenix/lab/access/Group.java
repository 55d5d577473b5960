package phoenix.lab.access;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Users under one name.
 *
 * @param members their IDs, sorted
 * @param comment empty if there is none
 */
record Group(Set<String> members, String comment) {
    static final Group EMPTY = new Group(Set.of(), "");

    Group {
        members = Collections.unmodifiableSet(new TreeSet<>(members));
    }

    Group with(String member) {
        Set<String> more = new TreeSet<>(members);
        more.add(member);
        return new Group(more, comment);
    }

    Group without(String member) {
        Set<String> fewer = new TreeSet<>(members);
        fewer.remove(member);
        return new Group(fewer, comment);
    }

    Group describedAs(String newComment) {
        return new Group(members, newComment);
    }
}
