/**
 * The PyTorch backend, {@code djl}: TorchScript programs, run by libtorch through DJL's native bridge. Applications need only the jar
 * and {@code Backends.open("djl")}.
 *
 * <p>How a graph is compiled and run:
 *
 * <ol>
 *   <li><b>Opened.</b> {@link org.pushforward.backend.djl.DjlProvider} finds libtorch ({@code LibTorch}) and opens
 *       {@code DjlEngine}.
 *   <li><b>Divided.</b> {@link org.pushforward.backend.support.DataParallelism} gives each thread a part of the batch.
 *   <li><b>Planned.</b> {@link org.pushforward.backend.djl.script} assigns nodes to lanes that run at once ({@code
 *       Lanes}), orders the statements ({@code StatementOrder}), and decides which results reuse memory ({@code
 *       Reuse}) and which state vectors are overwritten ({@code InPlaceUpdate}).
 *   <li><b>Lowered.</b> {@code ScriptWriter} writes the method, one line per primitive ({@code TorchLowerings}).
 *   <li><b>Bound.</b> {@code Archive} packs the text, libtorch loads it, and {@code StateViews} provides parts of
 *       states as views.
 *   <li><b>Run.</b> {@code DjlProgram} calls the method and swaps the handles of states.
 * </ol>
 */
package org.pushforward.backend.djl;
