package phoenix.lab.rest;

import org.jspecify.annotations.Nullable;

/** What an endpoint does. Runs in several threads at once. */
@FunctionalInterface
public interface Handler {
    /**
     * Carries out a call.
     *
     * @return what stands under {@code data}: maps, lists, texts, numbers, or null
     * @throws ApiException if the call is refused or fails
     */
    @Nullable Object handle(Call call);
}
