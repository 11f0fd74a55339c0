/*
 * Classcast's small library: calls of C for a JVM of any version (calls.c), and MPI that is shared with the application where it can be
 * initialised only once (sharing.c, symbols.c). It opens no file and no socket, and keeps no memory.
 */
#ifndef CLASSCAST_H
#define CLASSCAST_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Makes all who look a function of a loaded library up from now on find another one. False where the library does not define it, or its
 * symbol cannot be changed; nothing has changed then. Where it was is known before anybody finds the other one.
 */
bool classcast_redirect(void *library, const char *name, void *replacement, void **before);

/* Steps into the library of MPI; false where it is not possible, and some functions may answer as before. Once. */
bool classcast_share(void *mpi);

/* The application's own MPI_Init waits from now on; false where it has been called. */
bool classcast_hold(void);

/* The end of that: we have initialised MPI, with this level of thread support, and leave it so; or we have not (level < 0). */
void classcast_let_go(int level);

/* Whether the application has called MPI_Init, and has to say good-bye to the launcher itself, by MPI_Finalize. */
bool classcast_mpi_is_the_applications(void);

/* A word, 0 at first, in memory that all ranks of the node share: not 0 from when on an application of one of them has initialised MPI. */
void classcast_use_word(int *word);

/* Whether that is so. */
bool classcast_mpi_is_used_here(void);

/* What the launcher waits for at the exit of this process: PMIx_Finalize (socket < 0), or hydra's word on its socket. Once. */
void classcast_say_at_exit(int socket);

/*
 * The library is built on a new Debian and runs on the oldest systems that JDK 17 does: these functions by the versions that they had before
 * glibc 2.34 moved them. (fstat is a system call here: before 2.33 the C library had no function of that name.)
 */
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
