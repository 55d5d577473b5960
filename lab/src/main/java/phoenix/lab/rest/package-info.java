/**
 * What an endpoint is: its path, its parameters, who may call it, and what it does; and the errors it may answer with.
 *
 * <p>Endpoints are values. Serving them is {@code phoenix.lab.api}'s business. Start reading at {@link phoenix.lab.rest.Endpoint}.
 */
@NullMarked
package phoenix.lab.rest;

import org.jspecify.annotations.NullMarked;
