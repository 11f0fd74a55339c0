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
bool classcast_step_into(void *mpi);

/* The application's own MPI_Init waits from now on; false where it has been called. */
bool classcast_hold_init(void);

/* The end of that: we have initialised MPI, with this level of thread support, and leave it so; or we have not (level < 0). */
void classcast_release_init(int level);

/* A word, 0 at first, in memory that all ranks of the node share: not 0 from when on an application of one of them has initialised MPI. */
void classcast_share_word(int *word);

/*
 * Whether the launcher gets its good-bye from us at the exit of this process: not where the application has called MPI_Init, which says it by
 * MPI_Finalize; nor, if that is asked, where it has not, and others of the node wait for it in theirs.
 */
bool classcast_good_bye_is_ours(bool others_wait);

/* What the launcher waits for at the exit of this process: PMIx_Finalize (socket < 0), or hydra's word on its socket. Once. */
void classcast_say_good_bye_at_exit(int socket);

/* Built on a new Debian, it runs on the oldest systems that JDK 17 does: by the versions from before glibc 2.34. (Before 2.33 there was no fstat.) */
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
