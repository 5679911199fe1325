/*
 * What a far side needs of a board: a start, bytes over a serial line, and faults that are told. For
 * QEMU's mps2-an385, a Cortex-M3 with a CMSDK UART; for another board change the addresses here and
 * in board.ld.
 */
#include "board.h"
#include "../c/allocert-wire.h"
#include <string.h>

extern uint8_t wire_start[], wire_end[], data_start[], data_end[], data_image[], bss_start[], bss_end[];
extern uint8_t stack_top[];
int main(void);

static volatile uint32_t *const uart = (volatile uint32_t *)0x40004000;
enum { UART_DATA, UART_STATE, UART_CONTROL, UART_INTERRUPTS, UART_DIVIDER };
enum { SENDING = 1, RECEIVED = 2 };
static volatile uint32_t *const enable_interrupts = (volatile uint32_t *)0xE000E100;
static volatile uint32_t *const clear_pending = (volatile uint32_t *)0xE000E280;

/* Sends, receives, and lets a received byte end a WFI. */
static void open_line(void) {
  __asm__ volatile("cpsid i");
  uart[UART_DIVIDER] = 16;
  uart[UART_CONTROL] = 1 | 2 | 8;
  enable_interrupts[0] = 1;
}

void allocert_read(void *to, size_t bytes) {
  for (uint8_t *at = to; bytes > 0; bytes--) {
    while ((uart[UART_STATE] & RECEIVED) == 0) __asm__ volatile("wfi");
    *at++ = (uint8_t)uart[UART_DATA];
    uart[UART_INTERRUPTS] = 2;
    clear_pending[0] = 1;
  }
}

void allocert_write(const void *from, size_t bytes) {
  for (const uint8_t *at = from; bytes > 0; bytes--) {
    while ((uart[UART_STATE] & SENDING) != 0) {
    }
    uart[UART_DATA] = *at++;
  }
}

void allocert_flush(void) {}

void board_fresh_statics(void) {
  memcpy(data_start, data_image, (size_t)(data_end - data_start));
  memset(bss_start, 0, (size_t)(bss_end - bss_start));
}

/* ---- Start and faults ------------------------------------------------------------------------- */

#define SYSTEM(offset) (*(volatile uint32_t *)(0xE000ED00 + (offset)))
enum { CONTROL = 0x14, FAULT_STATUS = 0x28, BUS_ADDRESS = 0x38 };
enum { TRAP_DIVISION = 1 << 4 };

void reset(void) {
  memset(wire_start, 0, (size_t)(wire_end - wire_start));
  board_fresh_statics();
  SYSTEM(CONTROL) |= TRAP_DIVISION;
  open_line();
  main();
}

static void put_hex(char *to, uint32_t value) {
  for (int digit = 7; digit >= 0; digit--, value >>= 4) to[digit] = "0123456789abcdef"[value & 15];
}

/* Runs on a fresh stack: the old one may be what was lost. */
__attribute__((used)) static void report_fault(const uint32_t *frame) {
  static char text[] = "HardFault at 00000000, address 00000000";
  uint32_t status = SYSTEM(FAULT_STATUS);
  int fault = status & (1 << 25)   ? ALLOCERT_ARITHMETIC
              : status & (3 << 16) ? ALLOCERT_BAD_CALL
              : status & (1 << 12) ? ALLOCERT_STACK
                                   : ALLOCERT_ACCESS;
  int readable = (uint8_t *)frame >= heap_end && (uint8_t *)frame + 32 <= stack_top;
  put_hex(text + 13, readable ? frame[6] : 0);
  put_hex(text + 31, SYSTEM(BUS_ADDRESS));
  SYSTEM(FAULT_STATUS) = status;
  allocert_fault(fault, status, text);
}

/* Tells the fault, then leaves the exception into allocert_resume with an empty stack. */
__attribute__((naked)) static void hard_fault(void) {
  __asm__ volatile(
      "mrs r0, msp\n"
      "ldr r1, =stack_top\n"
      "msr msp, r1\n"
      "bl report_fault\n"
      "ldr r0, =stack_top - 32\n"
      "ldr r1, =allocert_resume\n"
      "bic r1, r1, #1\n"
      "str r1, [r0, #24]\n"
      "ldr r1, =0x01000000\n"
      "str r1, [r0, #28]\n"
      "msr msp, r0\n"
      "ldr r0, =0xfffffff9\n"
      "bx r0\n");
}

static void other_exception(void) { allocert_fault(ALLOCERT_ABORT, 0, "an exception that nobody handles"); }

__attribute__((section(".vectors"), used)) static const void *const vectors[16] = {
  stack_top, reset, other_exception, hard_fault, hard_fault, hard_fault, hard_fault,
};
