/**
 * HTTP/1.1 as Proxmox's API daemon speaks it, over TLS and over a UNIX socket.
 *
 * <p>The JDK's own server cannot send a reason phrase, in which Proxmox puts its error texts, nor listen on a UNIX socket; so this is
 * a small one of our own: one thread per connection, one request after the other, bodies of known length only. Nothing here knows
 * what is served. Start reading at {@link phoenix.lab.http.Connection}.
 *
 * @see "PVE source: PVE/APIServer/AnyEvent.pm"
 */
@NullMarked
package phoenix.lab.http;

import org.jspecify.annotations.NullMarked;
