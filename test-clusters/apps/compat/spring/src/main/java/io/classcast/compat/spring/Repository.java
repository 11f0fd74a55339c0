package io.classcast.compat.spring;

/** Not public: a JDK proxy of it has to be defined by its own loader. */
interface Repository {
    String find(String key);
}
