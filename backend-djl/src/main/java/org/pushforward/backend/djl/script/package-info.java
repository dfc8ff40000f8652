/**
 * TorchScript: a graph becomes the text of one method and an archive that libtorch loads.
 *
 * <p>{@code TorchLowerings} contains a line for each primitive, and {@code ScriptWriter} writes the method.
 */
package org.pushforward.backend.djl.script;
