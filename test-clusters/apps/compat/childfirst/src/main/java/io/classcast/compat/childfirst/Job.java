package io.classcast.compat.childfirst;

import java.util.function.Supplier;
import org.apache.commons.lang3.StringUtils;

/** Runs in a loader of its own. */
public final class Job implements Supplier<String> {
    /** Made by reflection. */
    public Job() {
        // Nothing.
    }

    @Override
    public String get() {
        Supplier<ClassLoader> library = StringUtils.class::getClassLoader;
        return StringUtils.reverse("boj") + " own " + (getClass().getClassLoader() == library.get()) + " name "
                + getClass().getClassLoader().getName() + " assertions "
                + Job.class.desiredAssertionStatus() + " package " + getClass().getPackage().getImplementationTitle()
                + " " + new Throwable().getStackTrace()[0];
    }
}
