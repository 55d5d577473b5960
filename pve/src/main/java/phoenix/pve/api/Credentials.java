package phoenix.pve.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who we are to the API. */
public sealed interface Credentials {
    /** The user, for people: {@code root@pam}, {@code phoenix@pve!laptop}. */
    String user();

    /**
     * Whether calls are made as {@code root@pam} itself. A token of that user is not that user.
     *
     * @see "PVE source: PVE/RPCEnvironment.pm check_api2_permissions"
     */
    boolean actsAsRoot();

    /**
     * An API token. It needs no login and does not expire unless it was told to.
     *
     * @param user {@code user@realm!name}
     */
    record ApiToken(String user, Secret value) implements Credentials {
        private static final Pattern FORM = Pattern.compile("([^\\s@!=]+@[^\\s@!=]+![^\\s@!=]+)[= ](\\S+)");

        /**
         * Reads a token as Proxmox shows it, {@code user@realm!name=value}.
         *
         * @throws IllegalArgumentException for anything else; the message does not repeat the text
         */
        public static ApiToken parse(String text) {
            Matcher parts = FORM.matcher(text.strip());
            if (!parts.matches()) {
                throw new IllegalArgumentException(
                        "this is no API token: it is written user@realm!name=xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx");
            }
            return new ApiToken(parts.group(1), new Secret(parts.group(2)));
        }

        @Override
        public boolean actsAsRoot() {
            return false;
        }
    }

    /**
     * A password, which is exchanged for a ticket.
     *
     * @param user {@code user@realm}
     */
    record Password(String user, Secret password) implements Credentials {
        public Password {
            if (!user.matches("[^\\s@]+@[^\\s@]+")) {
                throw new IllegalArgumentException(
                        "'" + user + "' is no user of Proxmox VE: write user@realm, such as root@pam");
            }
        }

        @Override
        public boolean actsAsRoot() {
            return user.equals("root@pam");
        }
    }
}
