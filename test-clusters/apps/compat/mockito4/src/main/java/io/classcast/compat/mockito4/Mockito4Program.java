package io.classcast.compat.mockito4;

import io.classcast.compat.Identity;
import io.classcast.compat.Report;
import org.mockito.Mockito;

/** Mocks that are subclasses: they see what their package sees only if they have the loader of what they mock. */
public final class Mockito4Program {
    /** Neither it nor its method is public. */
    static class Service {
        String answer() {
            return "real";
        }

        /** Calls the other one. */
        String twice() {
            return answer() + ", " + answer();
        }
    }

    /** An interface that is not public. */
    interface Store {
        int size();
    }

    private Mockito4Program() {
    }

    /**
     * Runs the program.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        Service service = Mockito.mock(Service.class);
        Mockito.when(service.answer()).thenReturn("mocked");
        Report.say("class " + service.answer() + ", "
                + Mockito.mockingDetails(service).getInvocations().size() + " calls");
        Service spy = Mockito.spy(new Service());
        Mockito.doReturn("spied").when(spy).answer();
        Report.say("spy " + spy.twice());
        Store store = Mockito.mock(Store.class);
        Mockito.when(store.size()).thenReturn(3);
        Report.say("interface " + store.size());
        Runnable open = Mockito.mock(Runnable.class);
        open.run();
        Mockito.verify(open).run();
        for (Object mock : new Object[] {service, spy, store}) {
            Report.say(mock.getClass().getPackageName() + " " + (mock.getClass() == Service.class) + " same loader "
                    + (mock.getClass().getClassLoader() == Service.class.getClassLoader()) + " the system's "
                    + (mock.getClass().getClassLoader() == ClassLoader.getSystemClassLoader()));
        }
        Identity.ofClasses(Mockito.class, Service.class);
        Report.end();
    }
}
