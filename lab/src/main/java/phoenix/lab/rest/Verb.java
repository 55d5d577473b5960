package phoenix.lab.rest;

/** The four methods of Proxmox's API. */
public enum Verb {
    GET,
    POST,
    PUT,
    DELETE
}
