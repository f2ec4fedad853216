package io.relais.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Service;

/**
 * Seals short texts (AES-256-GCM, a fresh nonce each) and derives link tokens (HMAC-SHA256), with keys that live outside the database.
 * What the database holds is useless without the key; a key's id is kept with everything made from it, so that keys can be changed.
 *
 * <p>Encryption and derivation each use a key of their own, derived from the configured one.
 */
@Service
public class SealingKeys {

    /** A sealed text: the id of its key, and nonce, ciphertext and tag in one. */
    public record Sealed(String keyId, byte[] bytes) {}

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, SecretKey> keys = new LinkedHashMap<>();

    SealingKeys(SealingProperties properties) {
        List<String> configured = new ArrayList<>(properties.keys());
        if (configured.isEmpty() && properties.demoKeyFile() != null) {
            configured.add("demo:" + demoKey(properties.demoKeyFile()));
        }
        for (String entry : configured) {
            int colon = entry.indexOf(':');
            if (colon < 1 || colon > 20) {
                throw new IllegalStateException(
                        "relais.sealing.keys: each key is written id:base64, the id at most 20 characters");
            }
            keys.put(entry.substring(0, colon), new SecretKeySpec(decoded(entry.substring(colon + 1)), "AES"));
        }
        if (keys.isEmpty()) {
            throw new IllegalStateException("relais.sealing.keys is empty. Set RELAIS_SEALING_KEYS to id:base64 of 32"
                    + " random bytes, for example v1:$(openssl rand -base64 32)");
        }
    }

    /** The id of the key that is used for new secrets. */
    public String currentKeyId() {
        return keys.keySet().iterator().next();
    }

    /**
     * Seals a text.
     *
     * @param context what the text belongs to; the same context must be given to open it, so that a sealed text moved to another row is
     *     worthless
     */
    public Sealed seal(String text, String context) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        String keyId = currentKeyId();
        byte[] sealed = cipher(Cipher.ENCRYPT_MODE, keyId, nonce, context, text.getBytes(StandardCharsets.UTF_8));
        return new Sealed(
                keyId,
                ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                        .put(nonce)
                        .put(sealed)
                        .array());
    }

    /**
     * Opens a sealed text.
     *
     * @throws IllegalStateException if the key is not configured any more, the context differs, or the bytes were changed
     */
    public String open(Sealed sealed, String context) {
        byte[] nonce = new byte[NONCE_BYTES];
        byte[] text = new byte[sealed.bytes().length - NONCE_BYTES];
        ByteBuffer.wrap(sealed.bytes()).get(nonce).get(text);
        return new String(cipher(Cipher.DECRYPT_MODE, sealed.keyId(), nonce, context, text), StandardCharsets.UTF_8);
    }

    /**
     * An unguessable token for a personal link, made of the key and the context. The same two give the same token again, so that it never
     * has to be stored; keep only {@link #fingerprint} to find it by.
     */
    public String linkToken(String keyId, String context) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac(key(keyId), "link|" + context));
    }

    /** SHA-256 of a link token, in hexadecimal: what may be stored to recognize it. */
    public static String fingerprint(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] cipher(int mode, String keyId, byte[] nonce, String context, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            SecretKey key = new SecretKeySpec(mac(key(keyId), "seal"), "AES");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot seal or open with key " + keyId);
        }
    }

    private SecretKey key(String keyId) {
        SecretKey key = keys.get(keyId);
        if (key == null) {
            throw new IllegalStateException("No sealing key " + keyId + " is configured in relais.sealing.keys");
        }
        return key;
    }

    private static byte[] mac(SecretKey key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] decoded(String base64) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(base64.trim());
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("relais.sealing.keys: a key is not valid base64");
        }
        if (key.length != KEY_BYTES) {
            throw new IllegalStateException("relais.sealing.keys: a key must have 32 bytes, not " + key.length);
        }
        if (IntStream.range(0, key.length).map(i -> key[i]).distinct().count() < 16) {
            throw new IllegalStateException("relais.sealing.keys: a key is not random; use openssl rand -base64 32");
        }
        return key;
    }

    private String demoKey(Path file) {
        try {
            if (Files.notExists(file)) {
                byte[] key = new byte[KEY_BYTES];
                random.nextBytes(key);
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, Base64.getEncoder().encodeToString(key));
            }
            return Files.readString(file).trim();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
