/*
 * A library's own table of symbols is changed in memory. Whoever looks the function up later finds the new place: the dynamic linker, and dlsym(3) with
 * whatever handle, which JNA and java.lang.foreign use. (A library that is merely loaded before MPI is found by the first only.) No code is changed, no
 * page is both writable and executable. ELF: System V gABI, chapter 5; the GNU hash table as in glibc's dl-lookup.c and binutils' elflink.c.
 */
#define _GNU_SOURCE
#include "classcast.h"

#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct table {
    ElfW(Sym) *symbols;
    const char *names;
    const uint32_t *hashes;
};

/* glibc writes addresses into the dynamic section where it is writable, other linkers leave what is in the file. */
static uintptr_t address(const struct link_map *library, ElfW(Addr) value) {
    return value < library->l_addr ? library->l_addr + value : value;
}

static struct table table_of(const struct link_map *library) {
    struct table found = {NULL, NULL, NULL};
    for (const ElfW(Dyn) *entry = library->l_ld; entry->d_tag != DT_NULL; entry++) {
        if (entry->d_tag == DT_SYMTAB) {
            found.symbols = (ElfW(Sym) *) address(library, entry->d_un.d_ptr);
        } else if (entry->d_tag == DT_STRTAB) {
            found.names = (const char *) address(library, entry->d_un.d_ptr);
        } else if (entry->d_tag == DT_GNU_HASH) {
            found.hashes = (const uint32_t *) address(library, entry->d_un.d_ptr);
        }
    }
    return found;
}

static uint32_t hash_of(const char *name) {
    uint32_t hash = 5381;
    for (const unsigned char *at = (const unsigned char *) name; *at != 0; at++) {
        hash = hash * 33 + *at;
    }
    return hash;
}

/* Number of buckets, number of the first symbol, words of the filter, its shift; the filter, the buckets, a hash for each symbol. */
static ElfW(Sym) *symbol_of(const struct table *table, const char *name) {
    uint32_t buckets = table->hashes[0];
    uint32_t first = table->hashes[1];
    const uint32_t *bucket = table->hashes + 4 + table->hashes[2] * (sizeof(ElfW(Addr)) / sizeof(uint32_t));
    const uint32_t *chain = bucket + buckets;
    uint32_t hash = hash_of(name);
    uint32_t index = bucket[hash % buckets];
    if (index < first) {
        return NULL;
    }
    for (;; index++) {
        uint32_t here = chain[index - first];
        ElfW(Sym) *symbol = table->symbols + index;
        /* The lowest bit tells the last of a bucket. */
        if ((here | 1) == (hash | 1) && strcmp(table->names + symbol->st_name, name) == 0) {
            return symbol->st_shndx == SHN_UNDEF ? NULL : symbol;
        }
        if ((here & 1) != 0) {
            return NULL;
        }
    }
}

struct segment {
    uintptr_t address;
    int protection;
};

static int look_for_segment(struct dl_phdr_info *object, size_t size, void *wanted) {
    struct segment *segment = wanted;
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = object->dlpi_phdr + i;
        uintptr_t begin = object->dlpi_addr + header->p_vaddr;
        if (header->p_type == PT_LOAD && segment->address - begin < header->p_memsz) {
            segment->protection = ((header->p_flags & PF_R) != 0 ? PROT_READ : 0) | ((header->p_flags & PF_W) != 0 ? PROT_WRITE : 0)
                    | ((header->p_flags & PF_X) != 0 ? PROT_EXEC : 0);
            return 1;
        }
    }
    return 0;
}

/* Where code is in the same segment (linkers of AArch64 do so), the table's page is data for this moment; nobody calls MPI yet. */
static bool change(ElfW(Addr) *place, ElfW(Addr) value) {
    struct segment segment = {(uintptr_t) place, 0};
    if (dl_iterate_phdr(look_for_segment, &segment) == 0) {
        return false;
    }
    uintptr_t size = (uintptr_t) sysconf(_SC_PAGESIZE);
    void *page = (void *) (segment.address & ~(size - 1));
    if (mprotect(page, size, PROT_READ | PROT_WRITE) != 0) {
        return false;
    }
    __atomic_store_n(place, value, __ATOMIC_RELEASE);
    /* SELinux may refuse to make a changed page executable again (execmod); there are tables on it, no code. */
    mprotect(page, size, segment.protection);
    return true;
}

bool classcast_redirect(void *library, const char *name, void *replacement, void **before) {
    void *place = dlsym(library, name);
    Dl_info info;
    struct link_map *definer = NULL;
    if (place == NULL || dladdr1(place, &info, (void **) &definer, RTLD_DL_LINKMAP) == 0 || definer == NULL) {
        return false;
    }
    struct table table = table_of(definer);
    if (table.symbols == NULL || table.names == NULL || table.hashes == NULL) {
        return false;
    }
    ElfW(Sym) *symbol = symbol_of(&table, name);
    if (symbol == NULL || definer->l_addr + symbol->st_value != (uintptr_t) place) {
        return false;
    }
    *before = place;
    return change(&symbol->st_value, (uintptr_t) replacement - definer->l_addr);
}
