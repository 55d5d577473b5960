package phoenix.lab.node;

/** What lies at a path of the node. */
public enum FileKind {
    ABSENT,
    FOLDER,
    /** A character or block device. */
    DEVICE,
    OTHER
}
