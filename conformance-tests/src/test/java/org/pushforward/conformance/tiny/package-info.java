/** A backend as docs/writing-a-backend.md tells one to write it, from what the kit makes public alone. */
package org.pushforward.conformance.tiny;
