package io.classcast.compat.springboot;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * From application.properties.
 *
 * @param name who is greeted
 * @param times how often
 */
@ConfigurationProperties("compat")
public record Settings(String name, int times) {
}
