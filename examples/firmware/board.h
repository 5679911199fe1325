/* What the board gives to a far side beside the bytes of allocert-wire.h. */
#ifndef BOARD_H
#define BOARD_H

#include <stdint.h>

/* The region of the heap, as board.ld lays it out. */
extern uint8_t heap_start[], heap_end[];

/* Gives every static of the program, the allocator's too, the value that it has after a reset. */
void board_fresh_statics(void);

#endif
