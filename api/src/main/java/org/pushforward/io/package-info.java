/** Files that are written whole or not at all, and errors of files that say why. */
package org.pushforward.io;
