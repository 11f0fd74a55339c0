package io.classcast.compat.bouncycastle;

import io.classcast.compat.Identity;
import io.classcast.compat.Report;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Security;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHA3Digest;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** A provider of a signed jar signs, encrypts and digests. */
public final class BouncyCastleProgram {
    /** An Ed25519 private key is this before 32 bytes. */
    private static final String PKCS8 = "302e020100300506032b657004220420";

    private BouncyCastleProgram() {
    }

    /**
     * Runs the program.
     *
     * @param arguments none
     * @throws Exception any
     */
    public static void main(String[] arguments) throws Exception {
        byte[] text = "one rank reads for all".getBytes(StandardCharsets.UTF_8);
        HexFormat hex = HexFormat.of();
        Security.addProvider(new BouncyCastleProvider());
        PrivateKey key = KeyFactory.getInstance("Ed25519", "BC")
                .generatePrivate(new PKCS8EncodedKeySpec(hex.parseHex(PKCS8 + "07".repeat(32))));
        Signature signature = Signature.getInstance("Ed25519", "BC");
        signature.initSign(key);
        signature.update(text);
        Report.say("signature " + hex.formatHex(signature.sign()));
        // The JDK asks who signed a provider of ciphers.
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", "BC");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[16], "AES"), new GCMParameterSpec(128, new byte[12]));
        Report.say("cipher " + hex.formatHex(cipher.doFinal(text)));
        Report.say("digest " + hex.formatHex(MessageDigest.getInstance("Whirlpool", "BC").digest(text)));
        Report.say("provider " + Security.getProvider("BC").getInfo());
        Identity.ofClasses(BouncyCastleProvider.class, SHA3Digest.class);
        Identity.ofResources("META-INF/services/java.security.Provider", "META-INF/BC2048KE.SF");
        Report.end();
    }
}
