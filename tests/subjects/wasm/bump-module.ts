/**
 * A bump allocator in text form whose cursor is a global that it does not export. `more` is put in
 * beside its functions.
 */
export const bumpModule = (more = '', memory = '(memory (export "memory") 1)'): string => `(module
  ${memory}
  (global $cursor (mut i32) (i32.const 1024))
  (func (export "malloc") (param $size i32) (result i32)
    (local $block i32)
    (local.set $block (global.get $cursor))
    (global.set $cursor
      (i32.and (i32.add (i32.add (local.get $block) (local.get $size)) (i32.const 7)) (i32.const -8)))
    (local.get $block))
  (func (export "free") (param i32))
  ${more})`;
