/* Loads the library and finds its functions. */

/* A function of the library itself; what dlsym finds in another library is no function of it. */
static void *own_function(void *library, const char *path, const char *name) {
  void *found = dlsym(library, name);
  Dl_info where;
  char real_found[PATH_MAX], real_path[PATH_MAX];
  if (found == NULL || dladdr(found, &where) == 0 || where.dli_fname == NULL) return NULL;
  if (realpath(where.dli_fname, real_found) == NULL || realpath(path, real_path) == NULL) return NULL;
  return strcmp(real_found, real_path) == 0 ? found : NULL;
}

static const char *value_of(const char *argument, const char *key) {
  size_t length = strlen(key);
  return strncmp(argument, key, length) == 0 && argument[length] == '=' ? argument + length + 1 : NULL;
}

/*
 * Signals that the zygote lives by, in case that the library took them while it was loaded. What it
 * does with SIGSEGV it may need, and it stays.
 */
static void take_back_signals(void) {
  struct sigaction tick = { .sa_handler = on_tick };
  sigset_t needed;
  sigaction(SIGALRM, &tick, NULL);
  signal(SIGCHLD, SIG_DFL);
  signal(SIGINT, SIG_IGN);
  signal(SIGPIPE, SIG_IGN);
  sigemptyset(&needed);
  sigaddset(&needed, SIGALRM);
  sigaddset(&needed, SIGCHLD);
  sigprocmask(SIG_UNBLOCK, &needed, NULL);
}

/*
 * Makes the thread-local memory of everything that is loaded now. The dynamic linker makes it when it
 * is first touched, and ends the process where it has no memory for that.
 */
static int touch_thread_local(struct dl_phdr_info *info, size_t size, void *find) {
  size_t index[2] = { info->dlpi_tls_modid, 0 };
  (void)size;
  if (info->dlpi_tls_modid != 0) (*(void *(**)(size_t *))find)(index);
  return 0;
}

static void touch_all_thread_local(void) {
  void *find = dlsym(RTLD_DEFAULT, "__tls_get_addr");
  if (find != NULL) dl_iterate_phdr(touch_thread_local, &find);
}

static void load_subject(int count, char **arguments) {
  const char *path = NULL, *opened = NULL, *value;
  for (int at = 1; at < count; at++) {
    if ((value = value_of(arguments[at], "path")) != NULL) path = value;
    if ((value = value_of(arguments[at], "open")) != NULL) opened = value;
    if ((value = value_of(arguments[at], "sealed")) != NULL) is_sealed = strcmp(value, "yes") == 0;
    if ((value = value_of(arguments[at], "convention")) != NULL)
      convention = strcmp(value, "layout") == 0   ? CONVENTION_LAYOUT
                   : strcmp(value, "handle") == 0 ? CONVENTION_HANDLE
                   : strcmp(value, "lab") == 0    ? CONVENTION_LAB
                                                  : CONVENTION_C;
    if ((value = value_of(arguments[at], "init-refuses")) != NULL)
      init_refuses = strcmp(value, "zero") == 0      ? INIT_REFUSES_BY_ZERO
                     : strcmp(value, "minusOne") == 0 ? INIT_REFUSES_BY_MINUS_ONE
                                                     : INIT_NEVER_REFUSES;
  }
  if (path == NULL) fail("no library was named");
  int flags = RTLD_NOW | RTLD_LOCAL;
#ifdef RTLD_DEEPBIND
  /* Else a library that calls its own malloc would get the one of libc. */
  flags |= RTLD_DEEPBIND;
#endif
  void *library = dlopen(opened == NULL ? path : opened, flags);
  if (library == NULL) fail(dlerror());
  char absent[1024] = "";
  for (int at = 1; at < count; at++) {
    for (int role = 0; role < ROLES; role++) {
      if ((value = value_of(arguments[at], role_names[role])) == NULL) continue;
      functions[role] = own_function(library, path, value);
      size_t needed = strlen(absent) + strlen(role_names[role]) + 2 + sizeof " hostDoor";
      if (functions[role] != NULL || needed > sizeof absent) continue;
      strcat(absent, " ");
      strcat(absent, role_names[role]);
    }
  }
  /* Without a pool of its own, what a library holds is known to nobody. */
  if (!HAS(ROLE_INIT) && convention != CONVENTION_LAB) is_sealed = false;
  keep_as_loaded(library);
  find_pool_place();
  take_back_signals();
  touch_all_thread_local();
  if (!HAS(ROLE_INIT) && convention != CONVENTION_LAB) build_door();
  /* 0xffffffff asks and changes nothing. */
  bool varies = (personality(0xffffffff) & ADDR_NO_RANDOMIZE) == 0;
  if (varies && strlen(absent) + sizeof " sameAddresses" <= sizeof absent) strcat(absent, " sameAddresses");
  if (has_door) strcat(absent, " hostDoor");
  say("ready", absent[0] == ' ' ? absent + 1 : absent);
}
