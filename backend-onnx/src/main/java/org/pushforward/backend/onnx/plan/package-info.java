/**
 * Planning: {@code Planner} splits a partitioned graph into tasks for the threads, and decides which buffers they share.
 */
package org.pushforward.backend.onnx.plan;
