package io.classcast.compat.spring;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** Spring makes a CGLIB subclass of it, so that each bean is made once. */
@Configuration
@ComponentScan
class Settings {
    @Bean
    Repository repository() {
        ProxyFactory factory = new ProxyFactory(Repository.class, (org.aopalliance.intercept.MethodInterceptor)
                call -> call.getMethod().getName() + " " + call.getArguments()[0]);
        return (Repository) factory.getProxy();
    }

    @Bean
    Repository another() {
        return repository();
    }
}
