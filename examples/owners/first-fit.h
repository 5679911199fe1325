/* First fit over one piece of memory: blocks in the order of their addresses, with a header of two
   words, merged with their free neighbours at once. Sizes are rounded up to 16. */
#ifndef FIRST_FIT_H
#define FIRST_FIT_H

#include <stddef.h>
#include <stdint.h>

struct block {
  size_t size; /* with its header */
  struct block *next; /* the next free one */
};

static struct block list;
static size_t capacity;

static uintptr_t round_up(uintptr_t value, size_t align) { return (value + align - 1) & ~(uintptr_t)(align - 1); }

/* 0 where the memory is too short for anything. */
static int heap_begin(void *memory, size_t bytes) {
  uintptr_t start = round_up((uintptr_t)memory, 16);
  uintptr_t end = ((uintptr_t)memory + bytes) & ~(uintptr_t)15;
  if (end < start + 2 * sizeof(struct block)) return 0;
  capacity = end - start;
  list.next = (struct block *)start;
  list.next->size = capacity;
  list.next->next = NULL;
  return 1;
}

static void *heap_take(size_t size, size_t align) {
  if (size == 0 || size > capacity || align > capacity) return NULL;
  if (align < 16) align = 16;
  size_t needed = round_up(size, 16) + sizeof(struct block);
  for (struct block *before = &list; before->next != NULL; before = before->next) {
    struct block *found = before->next;
    uintptr_t content = (uintptr_t)(found + 1);
    size_t front = round_up(content, align) - content;
    if (front + needed > found->size) continue;
    size_t rest = found->size - front - needed;
    struct block *taken = (struct block *)((char *)found + front);
    struct block *after = found->next;
    if (rest >= 2 * sizeof(struct block)) {
      struct block *tail = (struct block *)((char *)taken + needed);
      tail->size = rest;
      tail->next = after;
      after = tail;
      rest = 0;
    }
    if (front > 0) {
      found->size = front;
      found->next = after;
    } else {
      before->next = after;
    }
    taken->size = needed + rest;
    return taken + 1;
  }
  return NULL;
}

static void join(struct block *left) {
  struct block *right = left->next;
  if (right == NULL || (char *)left + left->size != (char *)right) return;
  left->size += right->size;
  left->next = right->next;
}

static void heap_give(void *content) {
  if (content == NULL) return;
  struct block *given = (struct block *)content - 1;
  struct block *before = &list;
  while (before->next != NULL && before->next < given) before = before->next;
  given->next = before->next;
  before->next = given;
  join(given);
  if (before != &list) join(before);
}

#endif
