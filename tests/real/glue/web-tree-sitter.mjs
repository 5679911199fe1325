import { anew, mallocExports } from 'allocert/glue';

export default mallocExports(async () => {
  const { Parser } = await anew('web-tree-sitter', import.meta.url);
  await Parser.init();
});
