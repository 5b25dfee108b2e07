package io.freshet.providers.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;

/**
 * The functions that are called, each with its place in CK_FUNCTION_LIST (pkcs11f.h, whose order is fixed) and its
 * parameters. CK_ULONG and CK_RV have 64 bits on all systems that this runs on.
 */
record Call(String name, int index, FunctionDescriptor descriptor) {

    static final Call C_INITIALIZE = of("C_Initialize", 0, ADDRESS);
    static final Call C_FINALIZE = of("C_Finalize", 1, ADDRESS);
    static final Call C_GET_SLOT_LIST = of("C_GetSlotList", 4, JAVA_BYTE, ADDRESS, ADDRESS);
    static final Call C_GET_TOKEN_INFO = of("C_GetTokenInfo", 6, JAVA_LONG, ADDRESS);
    static final Call C_OPEN_SESSION = of("C_OpenSession", 12, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS);
    static final Call C_CLOSE_SESSION = of("C_CloseSession", 13, JAVA_LONG);
    static final Call C_LOGIN = of("C_Login", 18, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG);
    static final Call C_GET_ATTRIBUTE_VALUE = of("C_GetAttributeValue", 24, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG);
    static final Call C_FIND_OBJECTS_INIT = of("C_FindObjectsInit", 26, JAVA_LONG, ADDRESS, JAVA_LONG);
    static final Call C_FIND_OBJECTS = of("C_FindObjects", 27, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS);
    static final Call C_FIND_OBJECTS_FINAL = of("C_FindObjectsFinal", 28, JAVA_LONG);
    static final Call C_SIGN_INIT = of("C_SignInit", 42, JAVA_LONG, ADDRESS, JAVA_LONG);
    static final Call C_SIGN = of("C_Sign", 43, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);

    /** CK_VERSION, padded. */
    private static final int HEAD = 8;

    private static Call of(String name, int index, MemoryLayout... parameters) {
        return new Call(name, index, FunctionDescriptor.of(JAVA_LONG, parameters));
    }

    /** Where its address stands, in bytes. */
    long offset() {
        return HEAD + index * ADDRESS.byteSize();
    }
}
