package phoenix.pve.api;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Believes what Java's own check believes, while it is valid, and finds out in words why it does not. */
final class SignedCertificate extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager java;

    SignedCertificate(X509ExtendedTrustManager java) {
        this.java = java;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkTime(chain);
        try {
            java.checkServerTrusted(chain, authType, socket);
        } catch (CertificateException e) {
            throw explain(chain, authType, socket instanceof SSLSocket tls ? tls.getHandshakeSession() : null, e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkTime(chain);
        try {
            java.checkServerTrusted(chain, authType, engine);
        } catch (CertificateException e) {
            throw explain(chain, authType, engine.getHandshakeSession(), e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        checkTime(chain);
        java.checkServerTrusted(chain, authType);
    }

    /** Java does not ask whether a certificate has expired that stands in the store of authorities itself. */
    private static void checkTime(X509Certificate[] chain) throws CertificateProblem {
        if (chain.length == 0) {
            throw CertificateProblem.none();
        }
        try {
            chain[0].checkValidity();
        } catch (CertificateExpiredException | CertificateNotYetValidException e) {
            throw CertificateProblem.outsideItsTime(chain[0]);
        }
    }

    /** Finds the reason by asking again for less: the signature without the name. */
    private CertificateProblem explain(
            X509Certificate[] chain, String authType, @Nullable SSLSession session, CertificateException why) {
        CertificateProblem problem = reason(chain, authType, session);
        problem.initCause(why);
        return problem;
    }

    private CertificateProblem reason(X509Certificate[] chain, String authType, @Nullable SSLSession session) {
        try {
            java.checkServerTrusted(chain, authType);
            return CertificateProblem.otherHost(chain[0], session == null ? "this address" : session.getPeerHost());
        } catch (CertificateException e) {
            return CertificateProblem.unknownAuthority(chain[0]);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this is no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("this is no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("this is no server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return java.getAcceptedIssuers();
    }
}
