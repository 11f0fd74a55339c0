package io.classcast.compat.selfattach;

import io.classcast.compat.Identity;
import io.classcast.compat.Report;
import java.lang.instrument.Instrumentation;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Supplier;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.matcher.ElementMatchers;

/** Puts an agent into its own JVM, which changes classes that are there, classes that come, and those of lambdas. */
public final class SelfAttachProgram {
    /** Loaded before the agent. */
    static class Early {
        String answer() {
            return "real";
        }
    }

    /** Loaded after it. */
    static class Late {
        String answer() {
            return "real";
        }
    }

    private SelfAttachProgram() {
    }

    /**
     * Runs the program.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        Report.say("before " + new Early().answer());
        Instrumentation instrumentation = ByteBuddyAgent.install();
        Set<String> seen = new ConcurrentSkipListSet<>();
        new AgentBuilder.Default().with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION).disableClassFormatChanges()
                .type(ElementMatchers.nameStartsWith(SelfAttachProgram.class.getName()))
                .transform((builder, type, loader, module, domain) -> {
                    seen.add(type.getSimpleName().replaceAll("[/0-9x].*", "") + " "
                            + (loader == ClassLoader.getSystemClassLoader()) + " "
                            + domain.getCodeSource().getLocation());
                    return builder.method(ElementMatchers.named("answer")).intercept(FixedValue.value("changed"));
                }).installOn(instrumentation);
        Report.say("early " + new Early().answer() + " late " + new Late().answer());
        Report.say("lambdas " + lambdas(instrumentation));
        seen.forEach(line -> Report.say("seen " + line));
        ClassLoader system = ClassLoader.getSystemClassLoader();
        Set<String> initiated = new TreeSet<>();
        for (Class<?> type : instrumentation.getInitiatedClasses(system)) {
            if (type.getName().startsWith("io.classcast.compat.selfattach") && !type.getName().contains("Lambda")) {
                initiated.add(type.getName());
            }
        }
        Report.say("initiated " + initiated);
        boolean loaded = false;
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            loaded |= type == Late.class && type.getClassLoader() == system;
        }
        Report.say("loaded by the system's " + loaded);
        Report.say("modules " + (system.getUnnamedModule() == SelfAttachProgram.class.getModule()));
        Identity.ofClasses(ByteBuddyAgent.class, AgentBuilder.class, Early.class);
        Report.end();
    }

    /** Whether an agent that comes now sees the classes of lambdas; Byte Buddy's way to them ends with JDK 24. */
    private static String lambdas(Instrumentation instrumentation) {
        Set<String> lambdas = new ConcurrentSkipListSet<>();
        try {
            new AgentBuilder.Default().with(AgentBuilder.LambdaInstrumentationStrategy.ENABLED)
                    .type(ElementMatchers.nameStartsWith(SelfAttachProgram.class.getName() + "$$Lambda"))
                    .transform((builder, type, loader, module, domain) -> {
                        lambdas.add(type.getName());
                        return builder;
                    }).installOn(instrumentation);
        } catch (IllegalStateException e) {
            return e.getCause().getClass().getName();
        }
        Supplier<String> lambda = () -> "lambda";
        Runnable second = () -> Report.say("in a " + lambda.get());
        second.run();
        return "seen " + !lambdas.isEmpty();
    }
}
