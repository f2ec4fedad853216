package io.relais.directory;

/** What was sent is no logo that can be drawn; the message's key and arguments tell the sender why. */
class LogoRefusedException extends Exception {

    private final transient Object[] arguments;

    LogoRefusedException(String key, Object... arguments) {
        super(key);
        this.arguments = arguments;
    }

    Object[] arguments() {
        return arguments;
    }
}
