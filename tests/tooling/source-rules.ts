import ts from 'typescript';
import type { SourceFile } from './source-file.js';
import type { Rule } from './text-rules.js';

const clock = /^(?:Date\.now|Date\.new|performance\.\w+|process\.(?:hrtime|uptime))$/;
const random = /^(?:Math\.random|crypto\.(?:getRandomValues|random\w+))$/;
const outer = /^(?:console\.\w+|process\.(?:env|argv|stdin|stdout|stderr))$/;
const clockOrRandomModule = /^(?:node:)?(?:perf_hooks)$/;
const randomImport = /^(?:randomBytes|randomInt|randomUUID|randomFill\w*|webcrypto)$/;
const outerModule = /^(?:node:)?(?:process|console)$/;

/** Product code takes no clock, random source, environment or console but where it is owned. */
export const noOutsideWorld: Rule = (file) =>
  /^(?:src|models|properties)\//.test(file.path) ? uses(file, [clock, random, outer]) : [];

/** A test that reads a clock judges by time, one that draws at random cannot be repeated. */
export const repeatableTests: Rule = (file) =>
  /^tests\//.test(file.path) ? uses(file, [clock, random]) : [];

/**
 * No test is left alone or left out. A test that cannot run here says why when it runs, with
 * `context.skip(condition, 'the reason')`, which the report then shows.
 */
export const noSilentSkips: Rule = (file) => {
  if (!/^tests\/.*\.ts$/.test(file.path)) return [];
  return visit(file, (node) => {
    if (!ts.isPropertyAccessExpression(node)) return undefined;
    const root = chainRoot(node);
    if (!/^(?:test|it|describe|suite)$/.test(root)) return undefined;
    return /^(?:only|skip|skipIf|runIf|todo|fails)$/.test(node.name.text)
      ? `has a ${root}.${node.name.text}, which leaves tests out and gives no reason`
      : undefined;
  });
};

/**
 * What a subject can do is asked of its description, not guessed from its kind: only adapters know kinds,
 * and what tells of a subject.
 */
export const abilitiesNotKinds: Rule = (file) => {
  if (!/^(?:src|models|properties)\//.test(file.path)) return [];
  if (/^src\/(?:subjects|report|reproduce|witness|cli)\//.test(file.path)) return [];
  return visit(file, (node) => {
    const compared = ts.isBinaryExpression(node)
      ? comparedLiteral(node)
      : ts.isCaseClause(node)
        ? node.expression
        : undefined;
    return compared && ts.isStringLiteral(compared) && subjectKinds.has(compared.text)
      ? `compares with the kind of subject '${compared.text}'`
      : undefined;
  });
};

const subjectKinds: ReadonlySet<string> = new Set([
  'builtin',
  'module',
  'wasm',
  'native',
  'command',
]);

function comparedLiteral({ left, operatorToken, right }: ts.BinaryExpression) {
  if (!/^[!=]==?$/.test(operatorToken.getText())) return undefined;
  return ts.isStringLiteral(left) ? left : right;
}

function uses(file: SourceFile, names: readonly RegExp[]): string[] {
  if (!/\.(?:ts|js|mjs)$/.test(file.path)) return [];
  const world = names.includes(outer);
  return visit(file, (node) => {
    const name = qualifiedName(node);
    if (name !== undefined && names.some((pattern) => pattern.test(name))) return `uses ${name}`;
    if (!ts.isImportDeclaration(node) || !ts.isStringLiteral(node.moduleSpecifier)) {
      return undefined;
    }
    const module = node.moduleSpecifier.text;
    if (clockOrRandomModule.test(module)) return `imports ${module}`;
    if (world && outerModule.test(module)) return `imports ${module}`;
    return importedNames(node)
      .filter((imported) => /^(?:node:)?crypto$/.test(module) && randomImport.test(imported))
      .map((imported) => `imports ${imported} from ${module}`)[0];
  });
}

/** `Date.now` for that access, also through globalThis; `Date.new` for `new Date()`. */
function qualifiedName(node: ts.Node): string | undefined {
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date') {
    return (node.arguments ?? []).length === 0 ? 'Date.new' : undefined;
  }
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  return node
    .getText()
    .replace(/^globalThis\./, '')
    .replaceAll('?.', '.');
}

function importedNames(node: ts.ImportDeclaration): string[] {
  const bindings = node.importClause?.namedBindings;
  if (bindings === undefined || !ts.isNamedImports(bindings)) return [];
  return bindings.elements.map((element) => (element.propertyName ?? element.name).text);
}

function chainRoot(node: ts.Expression): string {
  if (ts.isPropertyAccessExpression(node) || ts.isCallExpression(node)) {
    return chainRoot(node.expression);
  }
  return ts.isIdentifier(node) ? node.text : '';
}

function visit(file: SourceFile, find: (node: ts.Node) => string | undefined): string[] {
  const tree = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.ES2023, true);
  const found: string[] = [];
  const walk = (node: ts.Node): void => {
    const fault = find(node);
    if (fault !== undefined) {
      const { line } = tree.getLineAndCharacterOfPosition(node.getStart());
      found.push(`line ${line + 1} ${fault}`);
    }
    ts.forEachChild(node, walk);
  };
  walk(tree);
  return found;
}
