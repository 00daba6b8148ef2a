import leven from 'leven';

/** A longer word is not a slip of one that is known. */
const maxLength = 40;

/**
 * The known word that was most likely meant: the same but for case and separators, else the nearest that
 * is one slip away, or two from eight letters on. Undefined if there is none.
 */
export function closest(word: string, known: readonly string[]): string | undefined {
  if (word.length > maxLength) return undefined;
  const folded = fold(word);
  const [nearest] = known
    .map((candidate) => ({ candidate, distance: slipsBetween(folded, fold(candidate)) }))
    .filter(({ distance }) => distance !== undefined)
    .sort((left, right) => (left.distance ?? 0) - (right.distance ?? 0));
  return nearest?.candidate;
}

/** The known word with the same letters: `service_name` and `ServiceName` are `serviceName`. */
export function sameWord(word: string, known: readonly string[]): string | undefined {
  if (word.length > maxLength) return undefined;
  const folded = fold(word);
  return known.find((candidate) => fold(candidate) === folded);
}

function fold(word: string): string {
  return word.toLowerCase().replace(/[-_ ]/g, '');
}

/** Undefined if they are too many to be slips. */
function slipsBetween(word: string, known: string): number | undefined {
  const limit = known.length < 3 ? 0 : known.length < 8 ? 1 : 2;
  if (Math.abs(word.length - known.length) > limit) return undefined;
  const distance = editDistance(word, known);
  return distance <= limit ? distance : undefined;
}

/** Letters that were added, left out or replaced; two neighbors that changed places are one slip. */
export function editDistance(left: string, right: string): number {
  return isSwap(left, right) ? 1 : leven(left, right);
}

function isSwap(left: string, right: string): boolean {
  if (left.length !== right.length || left === right) return false;
  let start = 0;
  while (left[start] === right[start]) start++;
  const [swapped, rest] = [left.slice(start, start + 2), left.slice(start + 2)];
  return right.slice(start) === `${swapped.slice(1)}${swapped.slice(0, 1)}${rest}`;
}
