package io.classcast.stage;

/** Told on rank 0 how far a stage is. */
public interface Progress {
    /** Nobody looks. */
    Progress NONE = new Progress() {
        @Override
        public void total(long bytes) {
            // Nobody looks.
        }

        @Override
        public void read(long bytes) {
            // Nobody looks.
        }

        @Override
        public void note(String line) {
            // Nobody looks.
        }
    };

    /**
     * It begins.
     *
     * @param bytes that are to be read, as far as that is known
     */
    void total(long bytes);

    /**
     * So much more is on its way.
     *
     * @param bytes of files, before compression
     */
    void read(long bytes);

    /**
     * Something that users should know and that is no failure.
     *
     * @param line of text
     */
    void note(String line);
}
