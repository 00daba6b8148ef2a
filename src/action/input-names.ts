import type { Environment } from '../context.ts';
import { editDistance } from '../edit-distance.ts';
import { UserError } from '../errors.ts';
import { quoted } from '../text.ts';

/** An input as the runner hands it in, without white space around it; empty if it is not set. */
export function inputIn(environment: Environment, name: string): string {
  return (environment[`${prefix}${name.toUpperCase()}`] ?? '').trim();
}

/**
 * What reads an action's inputs by their names.
 * @throws UserError if an input's name is nearly one of these
 */
export function inputReader<Name extends string>(
  environment: Environment,
  names: readonly Name[],
): (name: Name) => string {
  requireKnownInputs(environment, names);
  return (name) => inputIn(environment, name);
}

const prefix = 'INPUT_';

/** A longer name is not a misspelling of a known one. */
const maxLength = 40;

/**
 * The runner only warns of an input that an action does not have: `dry_run: true` would deploy for real.
 * Names that resemble none of the known ones may come from elsewhere in the environment, and pass.
 * @throws UserError that suggests the input with a similar name
 */
function requireKnownInputs(environment: Environment, known: readonly string[]): void {
  for (const variable of Object.keys(environment)) {
    if (!variable.startsWith(prefix)) continue;
    const given = variable.slice(prefix.length).toLowerCase();
    if (known.includes(given) || given.length > maxLength) continue;
    const similar = similarInput(given, known);
    if (similar !== undefined) {
      throw new UserError(
        `Unknown input ${quoted(given)}; did you mean ${similar}? Nothing was sent.`,
      );
    }
  }
}

/** The known input that a name was most likely meant to be: by a slip, else by its words. */
export function similarInput(given: string, known: readonly string[]): string | undefined {
  const words = wordsOf(given);
  if (joined(words) === '' || (words.length === 1 && isCommon(given))) return undefined;
  return (
    known.find((name) => isSlip(joined(words), joined(wordsOf(name)))) ??
    known.find((name) => hasWordsOf(words, wordsOf(name)))
  );
}

/** What many actions call an input of theirs, so that it says nothing about ours. */
const commonWords: ReadonlySet<string> = new Set(
  'access all check client description disk file github id image key name on run secret service session token version with'.split(
    ' ',
  ),
);

/** What people put before or after a name without changing its meaning, or to turn it around. */
const fillers: ReadonlySet<string> = new Set(
  'api bec deploy disable do enable enabled file filename flag for input is list location m min mins minutes mode ms names no only option path s sec seconds should skip the url use value yaml yml'.split(
    ' ',
  ),
);

function isCommon(word: string): boolean {
  return commonWords.has(word) || commonWords.has(word.replace(/s$/, ''));
}

function wordsOf(name: string): readonly string[] {
  return name.split(/[-_ ]+/).filter((word) => word !== '');
}

function joined(words: readonly string[]): string {
  return words.join('');
}

/** The same, or one slip apart for every four letters, at most two: `aws-` before a name is no slip. */
function isSlip(given: string, name: string): boolean {
  return editDistance(given, name) <= Math.min(2, Math.floor(name.length / 4));
}

/** A known input's words, with some more, without one of them, cut short, or in another order. */
function hasWordsOf(given: readonly string[], name: readonly string[]): boolean {
  const bare = withoutFillers(joined(given));
  if (bare.some((text) => isSlip(text, joined(name)))) return true;
  // Other actions name their credentials with the same words; a step without its own says so.
  if (name.length === 1 || name.some((word) => word === 'key' || word === 'token')) return false;
  if (joined(given).includes(joined(name))) return true;
  if (joined(given.toSorted()) === joined(name.toSorted())) return true;
  if (given.length === name.length && given.every((word, index) => isWord(word, name[index] ?? '')))
    return true;
  const shorter = name.map((_, index) => joined(name.toSpliced(index, 1)));
  return [joined(given), ...bare].some(
    (text) => !isCommon(text) && shorter.some((part) => !isCommon(part) && isSlip(text, part)),
  );
}

/** Without one of the fillers at the start, and without one at the end. */
function withoutFillers(text: string): readonly string[] {
  return [...fillers].flatMap((filler) => [
    ...(text.startsWith(filler) ? [text.slice(filler.length)] : []),
    ...(text.endsWith(filler) ? [text.slice(0, -filler.length)] : []),
  ]);
}

/** `fail`, `failed` or `faliure` for `failure`. */
function isWord(given: string, word: string): boolean {
  const stem = given.replace(/(?:ed|ing|s)$/, '');
  return isSlip(given, word) || (stem.length >= 3 && word.startsWith(stem));
}
