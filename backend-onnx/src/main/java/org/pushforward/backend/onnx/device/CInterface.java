package org.pushforward.backend.onnx.device;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pushforward.backend.BackendException;

/**
 * ONNX Runtime's C interface: the table of functions that the engine's own Java interface calls. Both interfaces share the library, its
 * environment and its sessions. Safe for use by several threads.
 */
final class CInterface {
    /** The first version with all of {@link CFunction}. */
    private static final int LEAST_MINOR = 10;

    private static final Pattern VERSION = Pattern.compile("1\\.(\\d{1,4})\\..*");

    private final Map<CFunction, Function> functions = new EnumMap<>(CFunction.class);
    private final Field session;

    private CInterface(Pointer table, Field session) {
        for (CFunction each : CFunction.values()) {
            Pointer address = table.getPointer((long) each.position() * Native.POINTER_SIZE);
            functions.put(each, Function.getFunction(address, Function.C_CONVENTION, "UTF-8"));
        }
        this.session = session;
    }

    /**
     * Finds the interface of the loaded library.
     *
     * @throws UnavailableException if this version, machine or class path does not have it
     */
    static CInterface of(OrtEnvironment environment) throws UnavailableException {
        checkVersion(environment.getVersion());
        try {
            if (Native.POINTER_SIZE != Long.BYTES || Native.SIZE_T_SIZE != Long.BYTES) {
                throw new UnavailableException("a machine with addresses of 64 bits is needed");
            }
            Field table = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
            Field session = OrtSession.class.getDeclaredField("nativeHandle");
            table.setAccessible(true);
            session.setAccessible(true);
            long address = table.getLong(null);
            if (address == 0) {
                throw new UnavailableException("the library of ONNX Runtime is not loaded");
            }
            return new CInterface(new Pointer(address), session);
        } catch (ReflectiveOperationException | InaccessibleObjectException | IllegalArgumentException e) {
            throw new UnavailableException("its Java classes do not show their library: " + e);
        }
    }

    /** Throws unless the table of a version has all functions at their positions. */
    static void checkVersion(String version) throws UnavailableException {
        Matcher matcher = VERSION.matcher(version);
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) < LEAST_MINOR) {
            throw new UnavailableException(
                    "version " + version + " is unknown: expected 1." + LEAST_MINOR + " or a later 1");
        }
    }

    /** Returns the address of a session. */
    Pointer of(OrtSession opened) {
        try {
            return new Pointer(session.getLong(opened));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Calls a function that returns a status.
     *
     * @throws BackendException if it fails, with the engine's message
     */
    void call(CFunction function, Object... arguments) {
        Pointer status = functions.get(function).invokePointer(arguments);
        if (status != null) {
            String message;
            try {
                message = functions
                        .get(CFunction.GET_ERROR_MESSAGE)
                        .invokePointer(new Object[] {status})
                        .getString(0, "UTF-8");
            } finally {
                run(CFunction.RELEASE_STATUS, status);
            }
            throw new BackendException(message.strip());
        }
    }

    /** Calls a function that cannot fail. */
    void run(CFunction function, Object... arguments) {
        functions.get(function).invokeVoid(arguments);
    }

    /**
     * Calls a function whose last parameter returns a new object.
     *
     * @param release the function that releases the object
     * @throws BackendException if it fails, with the engine's message
     */
    Handle create(CFunction function, CFunction release, Object... arguments) {
        PointerByReference created = new PointerByReference();
        Object[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = created;
        call(function, all);
        return new Handle(created.getValue(), pointer -> run(release, pointer));
    }
}
