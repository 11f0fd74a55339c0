package io.classcast.doctor;

import io.classcast.doctor.Finding.Unit;
import io.classcast.doctor.Storage.Place;
import io.classcast.doctor.Storage.Use;
import io.classcast.filesystem.Mount.Kind;
import java.util.ArrayList;
import java.util.List;

/** Where the node's store and staged copies would go, and whether they fit. */
final class StoreCheck implements Check {
    private static final String SUBJECT = "store";
    /** Where no class path was given: what a middling one takes. */
    private static final long USUAL = 256L << 20;

    @Override
    public List<Finding> examine(Surroundings here) {
        List<Finding> findings = new ArrayList<>();
        if (here.storage() == null) {
            return findings;
        }
        long needed = here.storage().classPath() == null ? USUAL : here.storage().classPath().bytes();
        boolean chosen = false;
        for (Place place : here.storage().places()) {
            boolean store = !chosen && place.use() != Use.TARGET && place.usable();
            chosen |= store;
            findings.add(place(place, store, needed));
            if (place.path().equals("/tmp") && place.mount().kind() == Kind.SHARED) {
                findings.add(Finding.warning(SUBJECT, "/tmp is on " + place.mount().type() + ", where every JVM keeps a file mapped",
                        "Start java with -XX:-UsePerfData, and with -Djava.io.tmpdir= naming a node-local directory."));
            }
        }
        if (!chosen) {
            findings.add(Finding.error(SUBJECT, "no node-local directory can be written to",
                    "Set CLASSCAST_STORE to a node-local directory of yours."));
        }
        return findings;
    }

    private static Finding place(Place place, boolean store, long needed) {
        String name = place.label();
        if (!place.exists()) {
            return place.use() == Use.TEMPORARY ? Finding.warning(SUBJECT, name + " is not there",
                    "Make it, or unset TMPDIR: programs want to write there.")
                    : place.use() == Use.TARGET ? Finding.error(SUBJECT, name + " is not there", "Make it on every node.")
                    : Finding.note(SUBJECT, name + " is not there", "The next place is taken.");
        }
        if (!place.writable()) {
            return place.use() == Use.TARGET ? Finding.error(SUBJECT, name + " cannot be written to",
                    "Choose a directory that this user can write to.")
                    : Finding.note(SUBJECT, name + " cannot be written to", "The next place is taken.");
        }
        boolean wanted = store || place.use() == Use.TARGET;
        String text = name + ": " + place.mount().type() + ", {} free" + (store ? "; the store goes here" : "");
        if (wanted && place.mount().kind() == Kind.SHARED) {
            return figure(Level.WARNING, text + "; it is a shared file system", "Use a node-local directory: CLASSCAST_STORE, or"
                    + " the option store.", place);
        }
        if (wanted && place.free() < needed) {
            return figure(Level.WARNING, text + "; too little for a class path of " + Unit.BYTES.text(needed),
                    "Make room, name another directory in CLASSCAST_STORE, or use mode=locations.", place);
        }
        if (wanted && place.mount().has("noexec")) {
            return figure(Level.NOTE, text + "; mounted noexec",
                    "Native libraries are loaded from where they are; nothing has to be done where there are none.", place);
        }
        return figure(Level.OK, text, "", place);
    }

    private static Finding figure(Level level, String text, String advice, Place place) {
        return new Finding(SUBJECT, level, text, advice, (double) place.free(), Unit.BYTES);
    }
}
