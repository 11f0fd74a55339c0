package io.classcast.stage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Files and directory trees that are listed before they are read: jars, directories, a JDK. */
final class ListedSource implements Source {
    private final ReadAhead reader;
    private final List<Place> places = new ArrayList<>();
    private final List<Listing> listings = new ArrayList<>();

    ListedSource(ReadAhead reader) {
        this.reader = reader;
    }

    /**
     * Lists one more.
     *
     * @param origin file or directory
     * @param staged where it will be, below the staged directory
     * @param wanted of its relative paths
     * @throws IOException where it cannot be read
     */
    void add(Path origin, String staged, Predicate<String> wanted) throws IOException {
        listings.add(Listing.of(origin, staged, wanted));
        places.add(new Place(origin.toAbsolutePath().normalize().toString(), staged));
    }

    @Override
    public List<Place> places() {
        return places;
    }

    @Override
    public long bytesToSend(Map<String, StagedEntry> common) {
        long bytes = 0;
        for (Listing listing : listings) {
            for (Listing.Item item : listing.items()) {
                bytes += RecordSender.has(common, item.entry()) ? 0 : item.entry().size();
            }
        }
        return bytes;
    }

    @Override
    public void send(RecordSender sender) throws InterruptedException {
        List<Listing.Item> files = new ArrayList<>();
        for (Listing listing : listings) {
            listing.leftOut().forEach(sender::note);
            for (String name : listing.unnameable()) {
                sender.problems().add(name + ": its name is not UTF-8; rename it");
            }
            for (Listing.Item item : listing.items()) {
                switch (item.entry().kind()) {
                    case DIRECTORY -> sender.directory(item.entry());
                    case FILE -> {
                        if (!sender.keep(item.entry())) {
                            files.add(item);
                        }
                    }
                    default -> sender.link(item.entry());
                }
            }
        }
        reader.send(files, sender);
        for (Place place : places) {
            sender.sourceEnd(place.staged());
        }
    }
}
