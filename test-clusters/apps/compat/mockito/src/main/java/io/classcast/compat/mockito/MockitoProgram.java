package io.classcast.compat.mockito;

import io.classcast.compat.Identity;
import io.classcast.compat.Report;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.mockito.MockedStatic;
import org.mockito.Mockito;

/** Mocks a final class and a static method, for which Mockito puts an agent of its own into this JVM. */
public final class MockitoProgram {
    /** Final, so that no subclass can take its place. */
    public static final class Service {
        private Service() {
        }

        /**
         * A fact.
         *
         * @return real
         */
        public String answer() {
            return "real";
        }

        /**
         * A fact without an object.
         *
         * @return real
         */
        public static String shared() {
            return "real, static";
        }
    }

    private MockitoProgram() {
    }

    /**
     * Runs the program.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        Service service = Mockito.mock(Service.class);
        Mockito.when(service.answer()).thenReturn("mocked");
        Report.say("instance " + service.answer() + ", " + new Service().answer());
        try (MockedStatic<Service> mocked = Mockito.mockStatic(Service.class)) {
            mocked.when(Service::shared).thenReturn("mocked, static");
            Report.say("static " + Service.shared());
        }
        Report.say("static " + Service.shared());
        Report.say("same class " + (service.getClass() == Service.class));
        Identity.ofClasses(Mockito.class, ByteBuddy.class, ByteBuddyAgent.class, Service.class);
        // The JVM has appended the agent's jar to the class path.
        Identity.ofResources("org/mockito/internal/creation/bytebuddy/inject-MockMethodDispatcher.raw", "net/bytebuddy/agent/Installer.class");
        Report.end();
    }
}
