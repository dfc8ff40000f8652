/**
 * Graphs as TorchScript programs, run by libtorch through DJL's native bridge.
 *
 * <p>{@link org.pushforward.backend.djl.DjlProvider} is what applications find by the name {@code djl}. A graph becomes
 * the text of one method ({@code Script}, with a line a primitive in {@code TorchLowerings}), that text an archive
 * ({@code Archive}), and the loaded archive with its constants and states a {@code DjlProgram}.
 */
package org.pushforward.backend.djl;
