package phoenix.lab.schema;

/** A value that does not have the form that was asked for; the message is Proxmox's, line break included where Proxmox has one. */
public final class InvalidFormat extends Exception {
    private static final long serialVersionUID = 1;

    InvalidFormat(String message) {
        super(message);
    }

    /** Proxmox's text; never null. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
