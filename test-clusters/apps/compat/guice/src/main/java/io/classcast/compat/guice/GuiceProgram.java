package io.classcast.compat.guice;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Inject;
import com.google.inject.Injector;
import com.google.inject.matcher.Matchers;
import io.classcast.compat.Identity;
import io.classcast.compat.Report;
import org.aopalliance.intercept.MethodInterceptor;

/** Injects, and intercepts a method: Guice generates a class beside the program's own. */
public final class GuiceProgram {
    /** What is injected. */
    public interface Source {
        /**
         * A text.
         *
         * @return the same each time
         */
        String text();
    }

    /** Where it is injected; its method is intercepted. */
    public static class Printer {
        private final Source source;

        /**
         * Made by Guice.
         *
         * @param source injected
         */
        @Inject
        public Printer(Source source) {
            this.source = source;
        }

        /**
         * Uses what was injected.
         *
         * @return the source's text
         */
        public String print() {
            return source.text();
        }
    }

    private GuiceProgram() {
    }

    /**
     * Runs the program.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        Injector injector = Guice.createInjector(new AbstractModule() {
            @Override
            protected void configure() {
                bind(Source.class).toInstance(() -> "injected");
                MethodInterceptor around = call -> "(" + call.proceed() + ")";
                bindInterceptor(Matchers.only(Printer.class), Matchers.any(), around);
            }
        });
        Printer printer = injector.getInstance(Printer.class);
        Report.say("printed " + printer.print());
        Report.say("enhanced " + (printer.getClass() != Printer.class) + " in " + printer.getClass().getPackageName());
        Identity.ofClasses(Injector.class, Printer.class, MethodInterceptor.class);
        Identity.ofResources("com/google/inject/Guice.class");
        Report.end();
    }
}
