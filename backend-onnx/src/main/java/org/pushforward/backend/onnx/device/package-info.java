/**
 * Programs whose states stay in the memory of a device. ONNX Runtime's Java interface copies every value of a run to the host and back, so
 * this package calls the C interface of the same library.
 *
 * <p>{@link org.pushforward.backend.onnx.device.DeviceStates} is the entrance. {@code CInterface} holds the functions, {@code
 * ResidentProgram} runs a session on values that stay, and {@code ValueCopier} copies values between the host and the device on request.
 */
package org.pushforward.backend.onnx.device;
