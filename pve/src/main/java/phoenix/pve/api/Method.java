package phoenix.pve.api;

/** The four methods that Proxmox's API knows. */
public enum Method {
    GET("get"),
    POST("create"),
    PUT("set"),
    DELETE("delete");

    private final String pveshVerb;

    Method(String pveshVerb) {
        this.pveshVerb = pveshVerb;
    }

    /** The verb of {@code pvesh}. */
    public String pveshVerb() {
        return pveshVerb;
    }
}
