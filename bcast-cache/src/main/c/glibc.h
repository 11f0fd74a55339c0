/*
 * The library is built on a new Debian and runs on the oldest systems that JDK 17 does: these functions by the versions that they had before
 * glibc 2.34 moved them. (fstat is a system call here: before 2.33 the C library had no function of that name.)
 */
#ifndef CLASSCAST_GLIBC_H
#define CLASSCAST_GLIBC_H

#if defined(__x86_64__)
#define BEFORE_2_34(name, since) __asm__(".symver " #name "," #name "@GLIBC_" since)
#define DL "2.2.5"
#define DLADDR1 "2.3.3"
#elif defined(__aarch64__)
#define BEFORE_2_34(name, since) __asm__(".symver " #name "," #name "@GLIBC_2.17")
#else
#define BEFORE_2_34(name, since)
#endif

BEFORE_2_34(dlopen, DL);
BEFORE_2_34(dlsym, DL);
BEFORE_2_34(dladdr1, DLADDR1);

#endif
