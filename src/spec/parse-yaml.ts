import { setImmediate } from 'node:timers/promises';
import { problemAt, sortedProblems, SpecError, type CheckedTree } from './problem.ts';
import { Composer, isScalar, Lexer, Parser, type CST, type Document } from 'yaml';
import { entryOf, isNull, maxValues, type SpecNode } from './tree.ts';
import { describe, type Description } from './messages.ts';
import { readTree, type ParsedYaml } from './read-tree.ts';
import { syntaxProblem } from './syntax.ts';
import { sameWord } from '../edit-distance.ts';
import { specSchema } from './schema.ts';

/**
 * Every scalar stays text: its type follows from its field, not from how YAML would guess it, so the
 * failsafe schema, which knows only strings, is the right one. yaml's own check for duplicate keys is
 * quadratic; the reader has another.
 */
const yamlOptions = {
  schema: 'failsafe',
  uniqueKeys: false,
  stringKeys: true,
  prettyErrors: false,
  resolveKnownTags: false,
  keepSourceTokens: true,
} as const;

/**
 * @param signal ends the reading: it takes seconds for the largest texts
 * @throws SpecError if nothing can be made of the text
 */
export async function parseSpec(text: string, signal: AbortSignal): Promise<CheckedTree> {
  const { root, problems } = await parseYaml(text, signal).catch(unreadable);
  const description = unrecognizedAs(text, root, problems.length > 0);
  if (description !== undefined) {
    const start = root?.range.start ?? 0;
    const problem = problemAt(description, { start, end: start + 1 });
    throw new SpecError(sortedProblems([problem], text));
  }
  if (root?.kind === 'map') return { tree: root, problems };
  throw new SpecError(sortedProblems(problems, text));
}

/** Whatever keeps a text from being read, it may not be a spec at all. */
function unreadable(error: unknown): ParsedYaml {
  if (!(error instanceof SpecError)) throw error;
  return { root: undefined, problems: error.problems };
}

/** Reads YAML, and JSON as the part of it that it is. @throws SpecError */
async function parseYaml(text: string, signal: AbortSignal): Promise<ParsedYaml> {
  const tokens = await tokensOf(text, signal);
  const [document, second] = documentsIn(tokens, text.length);
  if (document === undefined) return { root: undefined, problems: [] };
  if (document.errors.length > 0) throw new SpecError([syntaxProblem(text, document)]);
  if (second !== undefined) {
    const [start, end] = second.range ?? [0, 0];
    throw new SpecError([problemAt(describe('several-documents'), { start, end })]);
  }
  return readTree(document, text);
}

/** A value and its key have some four, and each costs yaml a kilobyte. */
const maxLexemes = 4 * maxValues;
const lexemesBetweenPauses = 20_000;

/** @throws SpecError if there are more than any spec has */
async function tokensOf(text: string, signal: AbortSignal): Promise<readonly CST.Token[]> {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let [count, counted] = [0, 0];
  for (const lexeme of new Lexer().lex(text)) {
    if (!/^[\s#]/.test(lexeme)) counted++;
    if (counted > maxLexemes) {
      throw new SpecError([problemAt(describe('oversized-spec'), { start: 0, end: 1 })]);
    }
    if (++count % lexemesBetweenPauses === 0) {
      await setImmediate();
      signal.throwIfAborted();
    }
    for (const token of parser.next(lexeme)) tokens.push(token);
  }
  for (const token of parser.end()) tokens.push(token);
  return tokens;
}

/** The first two documents that hold something. */
function documentsIn(tokens: readonly CST.Token[], length: number): readonly Document[] {
  const found: Document[] = [];
  const { stackTraceLimit } = Error;
  // A text can have hundreds of thousands of errors, and their stacks take longer than all the rest.
  Error.stackTraceLimit = 0;
  try {
    for (const document of new Composer(yamlOptions).compose(tokens, true, length)) {
      if (!isEmpty(document)) found.push(document);
      if (found.length === 2) break;
    }
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
  return found;
}

function isEmpty({ contents, errors }: Document): boolean {
  if (errors.length > 0) return false;
  return contents === null || (isScalar(contents) && contents.source === '' && !contents.anchor);
}

/**
 * What a file is that is not a spec; undefined if it is one, or was meant to be.
 * @param root undefined if the text could not be read, or holds nothing
 */
function unrecognizedAs(
  text: string,
  root: SpecNode | undefined,
  hasProblems: boolean,
): Description | undefined {
  const kind = foreignKindOf(text, root);
  if (kind !== undefined) return describe('foreign-manifest', kind);
  if (root?.kind === 'map') {
    const known = Object.keys(specSchema.properties ?? {});
    const isSpec = root.entries.some(({ key }) => sameWord(key, known) !== undefined);
    return isSpec ? undefined : describe('not-a-spec');
  }
  if (root === undefined ? !hasProblems : isNull(root)) return describe('empty-spec');
  return root === undefined && mentionsKnownKey(text) ? undefined : describe('not-a-spec');
}

function mentionsKnownKey(text: string): boolean {
  return /(?:^|[\s{,["'])(?:serviceName|containerGroupName|containers|deployInstances)["']?[ \t]*:/m.test(
    text,
  );
}

/** What else is written in YAML and describes containers, often in several documents or as a template. */
function foreignKindOf(text: string, root: SpecNode | undefined): string | undefined {
  const has = (key: string): boolean =>
    root?.kind === 'map'
      ? entryOf(root, key) !== undefined
      : root === undefined && new RegExp(`^${key}:`, 'm').test(text);
  if (has('serviceName')) return undefined;
  if (has('apiVersion') && has('kind')) return 'Kubernetes manifest';
  return has('services') && !has('containers') ? 'Compose file' : undefined;
}
