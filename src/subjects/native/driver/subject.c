/* The functions of the allocator that is driven, and how they are called. */

enum { CONVENTION_C, CONVENTION_LAYOUT, CONVENTION_HANDLE, CONVENTION_LAB };
enum { INIT_NEVER_REFUSES, INIT_REFUSES_BY_ZERO, INIT_REFUSES_BY_MINUS_ONE };

enum {
  ROLE_ALLOC, ROLE_ALLOC_ZEROED, ROLE_ALLOC_ARRAY, ROLE_ALIGNED_ALLOC, ROLE_MEMALIGN,
  ROLE_POSIX_MEMALIGN, ROLE_REALLOC, ROLE_REALLOC_ARRAY, ROLE_DEALLOC, ROLE_USABLE, ROLE_INIT,
  ROLE_REGION, ROLE_EXTEND, ROLE_APPEND, ROLE_RESIZE, ROLE_RESET, ROLES
};
static const char *const role_names[ROLES] = {
  "alloc", "allocZeroed", "allocArray", "alignedAlloc", "memalign", "posixMemalign", "realloc",
  "reallocArray", "dealloc", "usable", "init", "region", "extend", "append", "resize", "reset"
};

/* Arguments and answers are words; every calling convention that is driven passes them alike. */
typedef uintptr_t word;
typedef word (*call0)(void);
typedef word (*call1)(word);
typedef word (*call2)(word, word);
typedef word (*call3)(word, word, word);
typedef word (*call4)(word, word, word, word);

static void *functions[ROLES];
static int convention;
static int init_refuses;
static word handle;

#define HAS(role) (functions[role] != NULL)
#define CALL0(role) (((call0)functions[role])())
#define CALL1(role, a) (((call1)functions[role])((word)(a)))
#define CALL2(role, a, b) (((call2)functions[role])((word)(a), (word)(b)))
#define CALL3(role, a, b, c) (((call3)functions[role])((word)(a), (word)(b), (word)(c)))
#define CALL4(role, a, b, c, d) \
  (((call4)functions[role])((word)(a), (word)(b), (word)(c), (word)(d)))
