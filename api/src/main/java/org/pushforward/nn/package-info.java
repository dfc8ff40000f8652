/** Layers and parameters. */
package org.pushforward.nn;
