package io.classcast.compat.doors;

import com.fasterxml.jackson.core.JsonFactory;
import io.classcast.compat.Identity;
import io.classcast.compat.Report;
import java.io.File;
import java.util.Arrays;
import java.util.List;

/** Goes through the doors that it is told, or all. */
public final class DoorsProgram {
    private DoorsProgram() {
    }

    /**
     * Runs the program.
     *
     * @param arguments names of doors
     */
    public static void main(String[] arguments) {
        List<Door> told = Arrays.stream(arguments).map(Door::valueOf).toList();
        File jar = new File(Identity.jars().stream().filter(f -> f.contains("/jackson-core-")).findFirst().orElseThrow());
        for (Door door : told.isEmpty() ? List.of(Door.values()) : told) {
            try {
                Report.say(door + " " + door.open(jar));
            } catch (Exception e) {
                Report.say(door + " " + e);
            }
        }
        Identity.ofClasses(JsonFactory.class, Door.class);
        Identity.ofResources("META-INF/services/com.fasterxml.jackson.core.JsonFactory");
        Identity.ofServices(JsonFactory.class);
        Report.end();
    }
}
