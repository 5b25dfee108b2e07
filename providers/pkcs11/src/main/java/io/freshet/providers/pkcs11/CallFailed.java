package io.freshet.providers.pkcs11;

import java.util.Locale;

/** What a function of a token's library returned instead of CKR_OK. */
final class CallFailed extends Exception {

    private static final long serialVersionUID = 1;

    static final long CKR_CRYPTOKI_ALREADY_INITIALIZED = 0x191;
    static final long CKR_USER_ALREADY_LOGGED_IN = 0x100;
    static final long CKR_ATTRIBUTE_SENSITIVE = 0x11;
    static final long CKR_ATTRIBUTE_TYPE_INVALID = 0x12;

    private final long code;

    CallFailed(Call call, long code) {
        super(call.name() + " returned " + name(code));
        this.code = code;
    }

    long code() {
        return code;
    }

    /** As the specification calls it; numbers that say nothing else are left as they are. */
    private static String name(long code) {
        return switch ((int) code) {
            case 0x5 -> "CKR_GENERAL_ERROR";
            case 0x6 -> "CKR_FUNCTION_FAILED";
            case 0x30 -> "CKR_DEVICE_ERROR";
            case 0x32 -> "CKR_DEVICE_REMOVED";
            case 0x68 -> "CKR_KEY_FUNCTION_NOT_PERMITTED";
            case 0x70 -> "CKR_MECHANISM_INVALID";
            case 0xA0 -> "CKR_PIN_INCORRECT";
            case 0xA1 -> "CKR_PIN_INVALID";
            case 0xA2 -> "CKR_PIN_LEN_RANGE";
            case 0xA3 -> "CKR_PIN_EXPIRED";
            case 0xA4 -> "CKR_PIN_LOCKED";
            case 0xE0 -> "CKR_TOKEN_NOT_PRESENT";
            case 0xE1 -> "CKR_TOKEN_NOT_RECOGNIZED";
            case 0x101 -> "CKR_USER_NOT_LOGGED_IN";
            case 0x102 -> "CKR_USER_PIN_NOT_INITIALIZED";
            default -> String.format(Locale.ROOT, "0x%x", code);
        };
    }
}
