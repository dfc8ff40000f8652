package org.pushforward.backend.onnx.device;

/** Says why the C interface cannot be used here. */
final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnavailableException(String reason) {
        super(reason);
    }
}
