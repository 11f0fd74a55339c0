package io.classcast.compat.spring;

import io.classcast.compat.Identity;
import io.classcast.compat.Report;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import org.aopalliance.intercept.MethodInterceptor;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** A context with a scan, a configuration, and proxies of both kinds for each loader that a program may name. */
public final class SpringProgram {
    private SpringProgram() {
    }

    /**
     * Runs the program.
     *
     * @param arguments none
     * @throws IOException if the class path cannot be searched
     */
    public static void main(String[] arguments) throws IOException {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Settings.class)) {
            Repository repository = context.getBean("repository", Repository.class);
            Report.say("beans " + Arrays.stream(context.getBeanDefinitionNames()).sorted().toList());
            Report.say("found " + repository.find("7") + ", one " + (repository == context.getBean("another")));
            Report.say("configuration " + context.getBean(Settings.class).getClass().getName());
            ClassLoader subclass = context.getBean(Settings.class).getClass().getClassLoader();
            Report.say("loader is the system's " + (subclass == ClassLoader.getSystemClassLoader()) + " "
                    + (context.getClassLoader() == SpringProgram.class.getClassLoader()));
        }
        ClassLoader[] loaders = {SpringProgram.class.getClassLoader(), ClassLoader.getSystemClassLoader(),
            Thread.currentThread().getContextClassLoader()};
        for (int i = 0; i < loaders.length; i++) {
            proxies(i, loaders[i]);
        }
        Identity.ofClasses(ProxyFactory.class, AnnotationConfigApplicationContext.class, Counter.class);
        Identity.ofResources("META-INF/spring.schemas", "io/classcast/compat/spring/Counter.class");
        Report.end();
    }

    private static void proxies(int number, ClassLoader loader) throws IOException {
        try {
            Repository plain = (Repository) Proxy.newProxyInstance(loader, new Class<?>[] {Repository.class},
                    (self, method, values) -> method.getName() + " by the JDK");
            Report.say(number + " " + plain.find("8") + " " + plain.getClass().getPackageName());
            ProxyFactory factory = new ProxyFactory(new Counter());
            factory.setProxyTargetClass(true);
            factory.addAdvice((MethodInterceptor) call -> (int) call.proceed() * 10);
            Counter counter = (Counter) factory.getProxy(loader);
            Report.say(number + " " + counter.next() + " " + counter.getClass().getName());
        } catch (IllegalArgumentException | LinkageError e) {
            Report.say(number + " " + e);
        }
        Report.say(number + " classes " + new PathMatchingResourcePatternResolver(loader)
                .getResources("classpath*:**/compat/spring/*.class").length);
    }
}
