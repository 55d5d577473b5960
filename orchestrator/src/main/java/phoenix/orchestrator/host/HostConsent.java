package phoenix.orchestrator.host;

/** What is done to a node only when somebody agreed to it. */
public enum HostConsent {
    /** Its network is changed: a mistake there cuts everybody off. */
    NETWORK("--allow-network"),
    /** Something of Phoenix's that is declared no more, and that others may use, is taken away. */
    REMOVAL("--allow-removal");

    private final String option;

    HostConsent(String option) {
        this.option = option;
    }

    /** By which it is given on the command line. */
    public String option() {
        return option;
    }
}
