package io.classcast.demo.tika;

/**
 * What one document gave.
 *
 * @param name the document's path relative to the directory of all documents
 * @param mediaType what Tika detected, for example {@code application/pdf}
 * @param characters UTF-16 code units of text
 * @param words runs of letters and digits
 * @param digest a CRC-32 over name, media type, text and failure
 * @param failure the class name of what the parser threw, or an empty string
 */
record Extraction(String name, String mediaType, long characters, long words, long digest, String failure) {
    boolean failed() {
        return !failure.isEmpty();
    }

    @Override
    public String toString() {
        return String.format("%s %s characters=%d words=%d digest=%08x %s", name, mediaType, characters, words, digest, failure);
    }
}
