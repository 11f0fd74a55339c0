package io.classcast.compat.springboot;

import org.springframework.stereotype.Component;

/** Found by scanning. */
@Component
public class Greeting {
    private final Settings settings;

    /**
     * Made by Spring.
     *
     * @param settings injected
     */
    public Greeting(Settings settings) {
        this.settings = settings;
    }

    /**
     * A text.
     *
     * @return with what the settings say
     */
    public String text() {
        return ("hello " + settings.name() + " ").repeat(settings.times()).strip();
    }
}
