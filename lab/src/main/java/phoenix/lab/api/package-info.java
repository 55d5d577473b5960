/**
 * The API server: every endpoint put together and served over HTTPS, and over a UNIX socket to the node's own tools.
 *
 * <p>Start reading at {@link phoenix.lab.api.ApiServer}, then {@link phoenix.lab.api.Dispatcher}.
 */
@NullMarked
package phoenix.lab.api;

import org.jspecify.annotations.NullMarked;
