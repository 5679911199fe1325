/* One request: its quantities resolved, and handed to the part that knows its kind. */

/* A resolved quantity (S2): `value` where it can be sent, else the offset alone, for codes. */
struct quantity { bool ok; uint64_t value; int64_t code; };

static struct quantity resolve(uint32_t base, int32_t offset, uint64_t count, bool counted) {
  struct quantity result = { false, 0, offset };
  uint64_t value = 0;
  bool known = region.end < UNKNOWN_END;
  uint64_t region_bytes = region.end - region.base;
  if (base >= BASE_POWER_OF_TWO) value = (uint64_t)1 << (base - BASE_POWER_OF_TWO);
  else if (base == BASE_SIZE_MAX) value = SIZE_MAX;
  else if (base == BASE_PTRDIFF_MAX) value = SIZE_MAX / 2;
  else if (base == BASE_REGION_BYTES && known) value = region_bytes;
  else if (base == BASE_REGION_REMAINING && known && live_bytes <= region_bytes)
    value = region_bytes - live_bytes;
  else if (base == BASE_SIZE_MAX_OVER_COUNT && counted && count > 0) value = SIZE_MAX / count;
  else if (base != BASE_ZERO) return result;
  if (offset < 0 ? value < (uint64_t)-(int64_t)offset : value > UINT64_MAX - (uint64_t)offset)
    return result;
  value += (uint64_t)(int64_t)offset;
  if (value > SIZE_MAX) return result;
  result.ok = true;
  result.value = value;
  if (base != BASE_ZERO) result.code = value > INT64_MAX ? INT64_MAX : (int64_t)value;
  return result;
}

static void run_request(const int32_t *words, int32_t request) {
  uint32_t word0 = (uint32_t)words[0], head = word0 & HEAD_BITS, kind = kind_of(word0);
  int32_t reference = words[1];
  int32_t slot = reference < 0 ? -1 : slot_of_request[reference] - 1;
  struct quantity second = resolve((word0 >> 25) & 127, words[3], 0, false);
  struct quantity size = resolve((word0 >> 18) & 127, words[2], second.value, second.ok);
  switch (kind) {
    case KIND_ALLOC:
    case KIND_ALLOC_ZEROED:
      if (size.ok) request_grant(request, head, size.value, 0);
      else skip();
      return;
    case KIND_ALLOC_ARRAY:
    case KIND_BAD_ALIGN:
      if (size.ok && second.ok) request_grant(request, head, size.value, second.value);
      else skip();
      return;
    case KIND_REALLOC:
    case KIND_REALLOC_ARRAY:
      if (!size.ok || !second.ok) skip();
      else if (reference < 0) request_realloc_null(request, head, size.value, second.value);
      else if (is_live(slot)) request_resize(request, head, slot, size.value, second.value);
      else skip();
      return;
    case KIND_DEALLOC:
      if (is_live(slot)) request_dealloc(request, head, slot);
      else skip();
      return;
    case KIND_DEALLOC_INVALID:
      if (reference >= 0 && slot < 0) skip();
      else request_invalid_dealloc(request, head, slot, size.code, second.code);
      return;
    case KIND_USABLE:
      if (is_live(slot)) request_usable(request, head, slot);
      else skip();
      return;
    case KIND_RESET:
      request_reset(request, head);
      return;
    case KIND_FILL:
      fill_until_refused(request, head, size.ok ? size.value : 0, second.code);
      return;
    case KIND_DRAIN:
      drain_all(request, head, size.code, second.code);
      return;
    case KIND_DEALLOC_NULL:
    case KIND_EXTEND:
    case KIND_APPEND:
    case KIND_RESIZE:
      if (size.ok && second.ok) request_region(request, head, size.value, second.value);
      else skip();
      return;
    default:
      skip();
  }
}
