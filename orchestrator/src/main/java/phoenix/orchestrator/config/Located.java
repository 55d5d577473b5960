package phoenix.orchestrator.config;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Place;

/** A value that was read, and where it stands, so that a check made later can still point at it. */
public record Located<T>(T value, Place place) {
    /** The value, or null where nothing was given. */
    public static <T> @Nullable T valueOf(@Nullable Located<T> located) {
        return located == null ? null : located.value();
    }

    /** The value of a required key, when no error was found. */
    public static <T> T given(@Nullable Located<T> located) {
        return Objects.requireNonNull(located, "a required key is checked when it is read")
                .value();
    }
}
