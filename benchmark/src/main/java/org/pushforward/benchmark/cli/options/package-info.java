/** Options that several commands share. */
package org.pushforward.benchmark.cli.options;
