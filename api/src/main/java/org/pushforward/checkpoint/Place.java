package org.pushforward.checkpoint;

/**
 * A position in a JSON document, for messages.
 *
 * @param document the name of the document, such as its file
 * @param path the keys that lead there, such as {@code model.family}; empty for the whole document
 */
record Place(String document, String path) {

    static Place of(String document) {
        return new Place(document, "");
    }

    Place child(String key) {
        return new Place(document, path.isEmpty() ? key : path + "." + key);
    }

    Place child(int index) {
        return new Place(document, path + "[" + index + "]");
    }

    CheckpointException wrong(String message) {
        return new CheckpointException(document + (path.isEmpty() ? "" : ", at " + path) + ": " + message);
    }
}
