package io.classcast.compat.spring;

import org.springframework.stereotype.Component;

/** Found by the scan of the package; neither it nor its method is public, so a subclass has to be in its package. */
@Component
class Counter {
    private int calls;

    int next() {
        return ++calls;
    }
}
