/** Atomic file writes, and file errors that state the reason. */
package org.pushforward.io;
