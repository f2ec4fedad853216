package io.relais.security;

import org.camunda.bpm.engine.impl.digest.PasswordEncryptor;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;

/**
 * How the engine keeps the staff's passwords: PBKDF2 (HMAC-SHA256, 310 000 rounds) in place of its own single round of SHA-512. Not bcrypt,
 * which looks at 72 bytes only, of which the engine's salt already takes 24.
 */
class StaffPasswords implements PasswordEncryptor {

    private final Pbkdf2PasswordEncoder encoder = Pbkdf2PasswordEncoder.defaultsForSpringSecurity_v5_8();
    private final String nobodys = encoder.encode("nobody's");

    @Override
    public String encrypt(String password) {
        return encoder.encode(password);
    }

    @Override
    public boolean check(String password, String encrypted) {
        return encoder.matches(password, encrypted);
    }

    /** Takes as long as a real check, so that the time of an answer doesn't tell which names exist. */
    void checkNobodys(String password) {
        encoder.matches(password, nobodys);
    }

    @Override
    public String hashAlgorithmName() {
        return "pbkdf2";
    }
}
