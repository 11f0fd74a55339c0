package io.classcast.stage;

/** What lies below a staged directory. */
public enum EntryKind {
    /** A regular file. */
    FILE('f'),
    /** A directory. */
    DIRECTORY('d'),
    /** A symbolic link that stays inside. */
    SYMBOLIC_LINK('l'),
    /** Another name of a file that was staged before it. */
    HARD_LINK('h');

    private final char letter;

    EntryKind(char letter) {
        this.letter = letter;
    }

    /**
     * As the journal writes it.
     *
     * @return one letter
     */
    public char letter() {
        return letter;
    }

    static EntryKind of(int letter) {
        for (EntryKind kind : values()) {
            if (kind.letter == letter) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no kind of entry: " + letter);
    }
}
