/** JSON from outside, narrowed step by step: whatever it holds, nothing here throws. */
export type Fields = Readonly<Record<string, unknown>>;

/** Levels of objects and lists; deeper ones would overflow the stack of whoever walks through them. */
export const maxNesting = 64;

/**
 * The object that JSON text holds; undefined for all else. What is nested deeper than
 * {@link maxNesting} is null, so that the rest can still be read.
 */
export function parseFields(json: string): Fields | undefined {
  try {
    return toFields(cutBelow(JSON.parse(json), maxNesting));
  } catch {
    return undefined;
  }
}

function cutBelow(value: unknown, levels: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return null;
  if (Array.isArray(value)) return value.map((item) => cutBelow(item, levels - 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, cutBelow(item, levels - 1)]),
  );
}

export function toFields(value: unknown): Fields | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.fromEntries(Object.entries(value));
}

/** Text, or a number's digits, since the API's pages disagree with themselves; else empty. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Text, or a whole number that was read exactly: a rounded one would name something else. Else empty. */
export function idOf(value: unknown): string {
  return typeof value === 'number' && !Number.isSafeInteger(value) ? '' : textOf(value);
}

/** The objects in a list; of anything else, none. */
export function listOf(value: unknown): readonly Fields[] {
  if (!Array.isArray(value)) return [];
  return value.map(toFields).filter((item) => item !== undefined);
}

/** A whole number, also if it comes as text. */
export function countOf(value: unknown): number | undefined {
  const text = textOf(value);
  return /^[0-9]{1,9}$/.test(text) ? Number(text) : undefined;
}

/** A value that JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}
