package phoenix.lab;

import phoenix.lab.http.Request;
import phoenix.lab.http.Response;
import phoenix.lab.http.Service;

/** The API as seen from a process that does not serve it. */
enum ServedElsewhere implements Service {
    INSTANCE;

    private static final int NO_CONNECTION = 595;

    @Override
    public Response answer(Request request) {
        return Response.text(NO_CONNECTION, "another process serves this lab's API");
    }

    @Override
    public boolean admits(Request withoutBody) {
        return true;
    }
}
