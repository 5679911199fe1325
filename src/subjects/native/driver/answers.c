/* What the driver says to Node.js. */

static void say(const char *kind, const char *text) {
  char line[2048];
  int length = snprintf(line, sizeof line, "%s %s\n", kind, text);
  if (length >= (int)sizeof line) {
    length = (int)sizeof line;
    line[length - 1] = '\n';
  }
  if (write(control_out, line, (size_t)length) != length) _exit(72);
}

static void fail(const char *text) {
  say("error", text);
  _exit(3);
}
