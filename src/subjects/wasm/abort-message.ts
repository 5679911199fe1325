const LONGEST_TEXT = 200;

/**
 * What an abort import was told, as one line. The words are the subject's own and are shown as such;
 * whatever cannot be read as text is left out.
 */
export function abortMessage(
  name: string,
  args: readonly (number | bigint)[],
  bytes: Uint8Array,
): string {
  const words = args.map(Number);
  if (name === 'abort' && words.length === 4) {
    const [message, file, line, column] = words;
    const text = assemblyScriptText(message, bytes);
    const place = `${assemblyScriptText(file, bytes)}:${line}:${column}`;
    return `abort: ${[text, `at ${place}`].filter((part) => part !== '').join(' ')}`;
  }
  if (name === 'assert_fail' && words.length === 4) {
    return `assertion failed: ${cText(words[0], bytes)} at ${cText(words[1], bytes)}:${words[2]}`;
  }
  if (name.includes('wbindgen_throw') && words.length === 2) {
    return `throw: ${utf8(bytes, words[0] >>> 0, words[1] >>> 0)}`;
  }
  return words.length === 0 ? name : `${name}(${words.join(', ')})`;
}

/** A string of AssemblyScript: UTF-16 behind its length in bytes. */
function assemblyScriptText(pointer: number, bytes: Uint8Array): string {
  const at = pointer >>> 0;
  if (at < 4 || at > bytes.length) return '';
  const view = new DataView(bytes.buffer);
  const length = Math.min(view.getUint32(at - 4, true), 2 * LONGEST_TEXT) & ~1;
  if (at + length > bytes.length) return '';
  let text = '';
  for (let index = 0; index < length; index += 2) {
    text += String.fromCharCode(view.getUint16(at + index, true));
  }
  return text;
}

function cText(pointer: number, bytes: Uint8Array): string {
  const at = pointer >>> 0;
  const end = bytes.indexOf(0, at);
  return end < 0 ? '' : utf8(bytes, at, end - at);
}

function utf8(bytes: Uint8Array, at: number, length: number): string {
  // The decoder takes no view of shared memory, so the bytes are copied.
  return new TextDecoder().decode(bytes.slice(at, at + Math.min(length, LONGEST_TEXT)));
}
