/**
 * Users, API tokens, tickets and privileges, kept where Proxmox keeps them: {@code user.cfg} and {@code priv/token.cfg}.
 *
 * <p>One user can log in, {@code root@pam}; others exist as far as {@code user.cfg} names them. Start reading at
 * {@link phoenix.lab.access.Authenticator}.
 */
@NullMarked
package phoenix.lab.access;

import org.jspecify.annotations.NullMarked;
