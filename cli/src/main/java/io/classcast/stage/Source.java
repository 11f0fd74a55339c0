package io.classcast.stage;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Something that is to be staged. Used on rank 0 only, by one thread. */
interface Source {
    /**
     * What is where.
     *
     * @param origin absolute path of a file or directory
     * @param staged where it is, below the staged directory
     */
    record Place(String origin, String staged) {
    }

    /** What can be told before it is sent; nothing for archives, whose entries have no place of their own. */
    List<Place> places();

    /**
     * How much is to be sent.
     *
     * @param common what all nodes have already, by path
     * @return bytes; 0 where only reading it will tell
     */
    long bytesToSend(Map<String, StagedEntry> common);

    /**
     * Sends it.
     *
     * @param sender takes the records
     * @throws IOException where it cannot be read on; what has been sent stays
     * @throws InterruptedException where the stage is given up
     */
    void send(RecordSender sender) throws IOException, InterruptedException;
}
