package phoenix.lab.access;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A user.
 *
 * @param rest what else {@code user.cfg} says of the user, kept as it is: names, address, comment, keys
 * @param tokens by the part of the token's ID behind the exclamation mark
 */
record User(boolean enabled, long expire, String rest, SortedMap<String, Token> tokens) {
    User {
        tokens = Collections.unmodifiableSortedMap(new TreeMap<>(tokens));
    }

    User with(String tokenId, Token token) {
        SortedMap<String, Token> more = new TreeMap<>(tokens);
        more.put(tokenId, token);
        return new User(enabled, expire, rest, more);
    }

    User without(String tokenId) {
        SortedMap<String, Token> fewer = new TreeMap<>(tokens);
        fewer.remove(tokenId);
        return new User(enabled, expire, rest, fewer);
    }
}
