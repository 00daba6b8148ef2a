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
 * @throws UserError if an input's name is a slip of one of these
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
    const similar = known.find((name) => isSimilar(given, name));
    if (similar !== undefined) {
      throw new UserError(
        `Unknown input ${quoted(given)}; did you mean ${similar}? Nothing was sent.`,
      );
    }
  }
}

/** But for hyphens, underscores and spaces the same, or one slip apart for every four letters. */
function isSimilar(given: string, name: string): boolean {
  const [left, right] = [given, name].map((text) => text.replace(/[-_ ]/g, ''));
  if (left === undefined || right === undefined) return false;
  return editDistance(left, right) <= Math.floor(right.length / 4);
}
