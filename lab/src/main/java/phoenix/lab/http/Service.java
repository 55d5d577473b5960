package phoenix.lab.http;

/** What answers requests. Safe for use by several threads. */
public interface Service {
    Response answer(Request request);

    /** Asked before a body is read: whether the request may go on. Lets a refusal come before the complaint about its body. */
    boolean admits(Request withoutBody);
}
