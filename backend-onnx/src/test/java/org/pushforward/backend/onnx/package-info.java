/** Tests of the ONNX Runtime backend. */
package org.pushforward.backend.onnx;
