package phoenix.lab.guest;

import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;

/** The parameter {@code digest}: change only what I have seen. */
final class Digests {
    private Digests() {}

    /** @throws ApiException if the call names another digest than the configuration has */
    static void check(Call call, ContainerConfig config) {
        call.find("digest")
                .filter(digest -> !digest.isEmpty() && !digest.equals(config.digest()))
                .ifPresent(digest -> {
                    throw ApiException.failure(
                            "detected modified configuration - file changed by other user? Try again.");
                });
    }
}
