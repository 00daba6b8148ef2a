/** What a spec may be at most: far above any service, and far below what would hang or kill a step. */
export const maxDepth = 64;
/** Values, with every alias and merge key written out; a thousand containers have some ten thousand. */
export const maxValues = 30_000;
/** Characters of all texts together, with aliases and placeholders resolved; the request has as many. */
export const maxCharacters = 1024 ** 2;

/** A stretch of the spec's text: offsets in UTF-16 units, the end not included. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Where the line that the offset is in ends, without its line break. */
export function endOfLine(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  const end = newline === -1 ? text.length : newline;
  return text[end - 1] === '\r' && end > offset ? end - 1 : end;
}

export function lineStartOf(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** The rest of a line, from its first character that is not white space, at least one character. */
export function textFrom(text: string, offset: number): Range {
  const rest = text.slice(offset, offset + 4000);
  const start = offset + rest.length - rest.trimStart().length;
  const [line = ''] = text.slice(start, start + 4000).split('\n', 1);
  return { start, end: start + Math.max(1, line.trimEnd().length) };
}

/** The spec as it is written, YAML or JSON, every part with its range. */
export type SpecNode = SpecScalar | SpecMap | SpecList;

export interface SpecScalar {
  readonly kind: 'scalar';
  readonly range: Range;
  /** The source text if it is plain, else what the quotes or the block hold. */
  readonly text: string;
  /** Neither quoted nor a block: its type is that of its field. */
  readonly plain: boolean;
  /** Nothing is written but a comment, as in `value: #fff`. */
  readonly isComment?: true;
  /** Set if the text held placeholders, or was an alias of nothing. */
  readonly resolved?: Resolved;
}

export interface Resolved {
  /** The names of the placeholders, as in `image.version`. */
  readonly names: readonly string[];
  /** Nothing but one placeholder is written: it may stand for a number or a boolean. */
  readonly isWhole: boolean;
  /** The text with secrets as `***`. */
  readonly printable: string;
  /** A placeholder has no value, which is a problem already: nothing more can be said of this text. */
  readonly failed: boolean;
}

export interface SpecEntry {
  readonly key: string;
  readonly keyRange: Range;
  readonly value: SpecNode;
}

export interface SpecMap {
  readonly kind: 'map';
  readonly range: Range;
  readonly entries: readonly SpecEntry[];
  /** Entries without a value, which are not sent. */
  readonly emptied?: readonly SpecEntry[];
}

export interface SpecList {
  readonly kind: 'list';
  readonly range: Range;
  readonly items: readonly SpecNode[];
}

export function entryOf(map: SpecMap, key: string): SpecEntry | undefined {
  return map.entries.find((entry) => entry.key === key);
}

/** The node's text as it may be printed, with secrets as `***`. */
export function printableOf(node: SpecScalar): string {
  return node.resolved?.printable ?? node.text;
}

/** What it stands for is unknown, which is a problem already. */
export function isFailed(node: SpecNode): boolean {
  return node.kind === 'scalar' && node.resolved?.failed === true;
}

/** Something is written there, but {@link isFailed}. */
export function withoutValue(scalar: SpecScalar): SpecScalar {
  const resolved = { names: [], isWhole: true, printable: '', failed: true };
  return { ...scalar, text: '', resolved };
}

/** YAML's and JSON's null: `null`, `~` or nothing at all. */
export function isNull(node: SpecNode): boolean {
  if (node.kind !== 'scalar' || !node.plain || node.resolved !== undefined) return false;
  return /^(?:~|null|Null|NULL)?$/.test(node.text);
}
