import { parseDocument, visit, type Node, type YAMLError } from 'yaml';
import type { Problem, Range } from './problem.ts';
import { quoted, printable } from '../text.ts';

/** How yaml is to read a spec. */
export const yamlOptions = {
  schema: 'failsafe',
  uniqueKeys: false,
  stringKeys: true,
  prettyErrors: false,
} as const;

export const maxDepth = 64;
export const tooDeep = `The spec is nested more than ${maxDepth} levels deep; no service needs that.`;

/** One of these, and the parser has lost its way: what it says of the text behind is noise. */
const derailing: readonly YAMLError['code'][] = [
  'BAD_INDENT',
  'BLOCK_AS_IMPLICIT_KEY',
  'BLOCK_IN_FLOW',
  'MISSING_CHAR',
  'MULTILINE_IMPLICIT_KEY',
  'UNEXPECTED_TOKEN',
];

/**
 * What keeps the text from being YAML, in words for those who wrote it. Of what is left open, the
 * place is where it opens; the parser notices only where the text ends. Of each line only the first
 * mistake is told.
 */
export function syntaxProblems(text: string, errors: readonly YAMLError[]): readonly Problem[] {
  const exhaustion = errors.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
  if (exhaustion !== undefined) return [problemAt(rangeOf(exhaustion), tooDeep)];
  const open = errors.some(({ message }) => /closing|and end with|must end with/.test(message))
    ? unclosedIn(text)
    : undefined;
  const sorted = errors.toSorted((left, right) => left.pos[0] - right.pos[0]);
  const before = sorted.filter(({ pos }) => open === undefined || pos[0] < open.range.start);
  const derailment = before.findIndex(({ code }) => derailing.includes(code));
  const telling = derailment === -1 ? before : before.slice(0, derailment + 1);
  return [
    ...telling
      .filter((error, index) => index === 0 || !onSameLine(text, telling[index - 1], error))
      .map((error) => syntaxProblem(text, error)),
    ...(open === undefined || derailment !== -1 ? [] : [open]),
  ];
}

export function syntaxProblem(text: string, error: YAMLError): Problem {
  const { code, message } = error;
  const range = rangeOf(error);
  const found = text.slice(range.start, range.end);
  switch (code) {
    case 'TAB_AS_INDENT':
      return problemAt(range, 'YAML is indented with spaces; a tab stands here.');
    case 'MULTIPLE_DOCS':
      return problemAt(
        range,
        'A spec is one YAML document, and here a second one begins. Give each service a file and a step of its own.',
      );
    case 'TAG_RESOLVE_FAILED':
      return problemAt(
        range,
        'A spec has no use for YAML tags: a value takes the type that its field wants.',
      );
    case 'NON_STRING_KEY':
      return problemAt(range, 'A key must be a plain word, not a list, a map or an alias.');
    case 'BAD_SCALAR_START':
      return problemAt(range, `${message}: put the value in quotes.`);
    case 'BAD_DQ_ESCAPE':
      return problemAt(
        range,
        `${printable(message)}: within double quotes a backslash is written \\\\.`,
      );
    case 'BLOCK_AS_IMPLICIT_KEY':
      return message.startsWith('Nested') ? nestedKey(text, range) : problemAt(range, strayEntry);
    case 'MULTILINE_IMPLICIT_KEY':
      return problemAt(range, noColon);
    case 'UNEXPECTED_TOKEN':
      return problemAt(
        range,
        found.trim() === ''
          ? 'Something is missing here.'
          : `${quoted(found)} does not belong here.`,
      );
    case 'BAD_INDENT':
      return problemAt(textFrom(text, range.start), wrongIndent);
    case 'MISSING_CHAR':
      if (message.includes('without - indicator')) {
        return problemAt(textFrom(text, range.start), wrongIndent);
      }
      if (message.startsWith('Implicit map keys')) return problemAt(range, noColon);
      if (message.startsWith('Missing ,'))
        return problemAt(range, 'A comma is missing before this.');
      return problemAt(range, `${printable(message)}.`);
    default:
      return problemAt(range, `${printable(message)}.`);
  }
}

const strayEntry = 'An entry of a list stands here, between the keys of a map.';
const noColon = 'A key needs a colon and a space behind it, as in cpu: 1.';
const wrongIndent = 'The indentation of this line does not fit the lines above it.';

/** `serviceName: web: shop`, or a line that is indented as if it belonged to the value above it. */
function nestedKey(text: string, range: Range): Problem {
  const [line = ''] = text.slice(range.start).split('\n', 1);
  return /:(?:\s|$)/.test(line)
    ? problemAt(
        { start: range.start, end: range.start + line.trimEnd().length },
        'A value with a colon and a space in it needs quotes.',
      )
    : problemAt(
        textFrom(text, range.start + line.length),
        'This line is indented further than the lines around it.',
      );
}

/** The innermost quote or bracket that nothing closes. */
function unclosedIn(text: string): Problem | undefined {
  let found: Problem | undefined;
  visit(parseDocument(text, { ...yamlOptions, keepSourceTokens: true }), {
    Node: (_, node) => {
      if (isUnclosed(node)) found = unclosedProblem(text, node.range?.[0] ?? 0);
    },
  });
  return found;
}

function isUnclosed({ srcToken: token }: Node): boolean {
  switch (token?.type) {
    case 'flow-collection':
      return token.end.every(({ type }) => type !== 'flow-map-end' && type !== 'flow-seq-end');
    case 'single-quoted-scalar':
    case 'double-quoted-scalar':
      return token.source.length === 1 || token.source.at(-1) !== token.source[0];
    default:
      return false;
  }
}

function unclosedProblem(text: string, start: number): Problem {
  const opening = text.charAt(start);
  const closing = { '[': ']', '{': '}' }[opening];
  return problemAt(
    { start, end: start + 1 },
    closing === undefined
      ? 'This quote is not closed.'
      : `This ${opening} is not closed with ${closing}.`,
  );
}

function onSameLine(text: string, left: YAMLError | undefined, right: YAMLError): boolean {
  return left !== undefined && !text.slice(left.pos[0], right.pos[0]).includes('\n');
}

/** The rest of a line, from its first character that is no white space. */
function textFrom(text: string, offset: number): Range {
  const start = offset + (/^\s*/.exec(text.slice(offset))?.[0].length ?? 0);
  const [line = ''] = text.slice(start).split('\n', 1);
  return { start, end: start + Math.max(1, line.trimEnd().length) };
}

function rangeOf({ pos: [start, end] }: YAMLError): Range {
  return { start, end };
}

function problemAt(range: Range, message: string): Problem {
  return { severity: 'error', range, path: '', message };
}
