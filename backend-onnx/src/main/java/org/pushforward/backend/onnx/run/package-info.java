/**
 * Running: a task is an ONNX Runtime session or a loop of the JVM over vectors, bound to the buffers of its plan.
 */
package org.pushforward.backend.onnx.run;
