/* Calls the functions of the subject, each convention in its way. */

enum { ANSWER_ADDRESS, ANSWER_REFUSED, ANSWER_MISENCODED, ANSWER_DONE };

static word granted;
/* The error that the last call named, where it was refused. */
static uint32_t refusal_error;

static uint32_t error_code(int error) {
  return error == 0        ? ERROR_NONE
         : error == ENOMEM ? ERROR_ENOMEM
         : error == EINVAL ? ERROR_EINVAL
                           : ERROR_OTHER;
}

static int as_address(word raw) {
  int refusal = control->refusal;
  if (refusal == REFUSAL_MINUS_ONE ? raw == (word)-1 : refusal != REFUSAL_TRAP && raw == 0) {
    /* Only functions with the shape of C's speak of errno. */
    if (convention == CONVENTION_C) refusal_error = error_code(errno);
    return ANSWER_REFUSED;
  }
  granted = raw;
  return ANSWER_ADDRESS;
}

static word sent_align(word align) { return align == 1 ? (word)control->natural_align : align; }

static int call_posix_memalign(word size, word align) {
  /* Neither an address nor null, so that a success that stores nothing is noticed. */
  static char nothing_stored;
  void *out = &nothing_stored;
  int error = ((int (*)(void **, size_t, size_t))functions[ROLE_POSIX_MEMALIGN])(&out, align, size);
  refusal_error = error_code(error);
  if (error != 0) return ANSWER_REFUSED;
  if (out == &nothing_stored) return ANSWER_MISENCODED;
  if (out == NULL) return ANSWER_REFUSED;
  granted = (word)out;
  return ANSWER_ADDRESS;
}

static int call_alloc(uint32_t entry, word size, word align) {
  if (entry == ENTRY_POSIX_MEMALIGN && HAS(ROLE_POSIX_MEMALIGN))
    return call_posix_memalign(size, align);
  int aligned = entry == ENTRY_ALIGNED_ALLOC && HAS(ROLE_ALIGNED_ALLOC) ? ROLE_ALIGNED_ALLOC
                : entry == ENTRY_MEMALIGN && HAS(ROLE_MEMALIGN)         ? ROLE_MEMALIGN
                                                                        : -1;
  if (convention == CONVENTION_HANDLE)
    return as_address(aligned < 0 ? CALL2(ROLE_ALLOC, handle, size)
                                  : CALL3(aligned, handle, align, size));
  if (aligned >= 0) return as_address(CALL2(aligned, align, size));
  if (convention == CONVENTION_LAYOUT) return as_address(CALL2(ROLE_ALLOC, size, sent_align(align)));
  return as_address(CALL1(ROLE_ALLOC, size));
}

static int call_array(word count, word size) {
  if (convention == CONVENTION_HANDLE)
    return as_address(CALL3(ROLE_ALLOC_ARRAY, handle, count, size));
  return as_address(CALL2(ROLE_ALLOC_ARRAY, count, size));
}

static int call_zeroed(word size, word align) {
  if (convention == CONVENTION_LAYOUT)
    return as_address(CALL2(ROLE_ALLOC_ZEROED, size, sent_align(align)));
  return as_address(CALL1(ROLE_ALLOC_ZEROED, size));
}

static int call_realloc(word address, word old_size, word size, word align) {
  if (convention == CONVENTION_HANDLE) return as_address(CALL3(ROLE_REALLOC, handle, address, size));
  if (convention == CONVENTION_LAYOUT)
    return as_address(CALL4(ROLE_REALLOC, address, old_size, size, sent_align(align)));
  return as_address(CALL2(ROLE_REALLOC, address, size));
}

/*
 * False where the free was rejected. Only a contract can tell that the function answers at all: where
 * it is void, the register holds anything.
 */
static bool call_dealloc(word address, word size, word align) {
  word answer = 1;
  if (convention == CONVENTION_HANDLE) CALL2(ROLE_DEALLOC, handle, address);
  else if (convention == CONVENTION_LAYOUT) answer = CALL3(ROLE_DEALLOC, address, size, sent_align(align));
  else CALL1(ROLE_DEALLOC, address);
  return !control->rejects_frees || (int)answer != 0;
}

/*
 * Reads where a heap of the subject's own lies. As soon as it grants something elsewhere in a process
 * that has more address space than at first, it has asked its host, and its bounds are unknown.
 */
static bool refresh_own_region(void) {
  if (!region.told) return false;
  word low = 0, high = 0;
  CALL2(ROLE_REGION, &low, &high);
  uint64_t base = low, end = high;
  bool is_elsewhere = granted != 0 && (granted < base || granted >= end);
  if (is_elsewhere && address_space_bytes() > region.rest_bytes) {
    region.told = false;
    base = 0;
    end = UNKNOWN_END;
  }
  bool changed = base != region.base || end != region.end;
  region.base = base;
  region.end = end;
  return changed;
}

/* Reads where the region is now; true where it changed since the last time. */
static bool refresh_region(void) {
  if (!region.given) return refresh_own_region();
  uint64_t base = region.pool_base, end = region.pool_end;
  if (HAS(ROLE_REGION)) {
    word low = 0, high = 0;
    if (convention == CONVENTION_HANDLE) CALL3(ROLE_REGION, handle, &low, &high);
    else CALL2(ROLE_REGION, &low, &high);
    /* It may count less than it was given, and never more. */
    base = low > base ? low : base;
    end = high < end ? high : end;
  }
  bool changed = region.changed || base != region.base || end != region.end;
  region.changed = false;
  region.base = base;
  region.end = end;
  if (convention == CONVENTION_LAB) region.footprint = (int64_t)(end - base);
  return changed;
}

static void begin_call(void) {
  progress->phase = PHASE_CALL;
  refusal_error = ERROR_UNOBSERVED;
  errno = 0;
  open_door();
}
static void end_call(void) {
  close_door();
  /* Asking for the region is a call too: what dies there is the subject's. */
  if (refresh_region()) write_extents();
  progress->phase = PHASE_IDLE;
}
