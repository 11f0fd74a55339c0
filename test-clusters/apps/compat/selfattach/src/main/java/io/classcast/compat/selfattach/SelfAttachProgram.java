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
        Set<String> lambdas = new ConcurrentSkipListSet<>();
        new AgentBuilder.Default().with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION).disableClassFormatChanges()
                .with(AgentBuilder.LambdaInstrumentationStrategy.ENABLED)
                .type(ElementMatchers.nameStartsWith(SelfAttachProgram.class.getName()))
                .transform((builder, type, loader, module, domain) -> {
                    (type.getName().contains("Lambda") ? lambdas : seen).add(type.getSimpleName().replaceAll("[/0-9x].*", "") + " "
                            + (loader == ClassLoader.getSystemClassLoader()) + " " + domain.getCodeSource().getLocation());
                    return builder.method(ElementMatchers.named("answer")).intercept(FixedValue.value("changed"));
                }).installOn(instrumentation);
        Report.say("early " + new Early().answer() + " late " + new Late().answer());
        Supplier<String> lambda = () -> "lambda " + seen.size();
        lambda.get();
        Runnable second = () -> seen.add("ran");
        second.run();
        seen.forEach(line -> Report.say("seen " + line));
        Report.say("lambdas seen " + !lambdas.isEmpty());
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
}
