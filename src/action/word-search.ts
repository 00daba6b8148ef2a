export interface Search {
  /** Takes the next unit; returns the length of the longest word that ends with it, 0 if there is none. */
  readonly next: (unit: number) => number;
  /** How many of the last units are the beginning of a word. */
  readonly depth: () => number;
}

/**
 * Finds many words in one pass whose time doesn't grow with them, as Aho and Corasick do: there is a state
 * for each beginning of a word, and a search is in that of the longest one that its text ends with.
 * @returns what begins to search a text
 */
export function wordSearch(words: readonly string[]): () => Search {
  const children = new Map<number, number>();
  const [parents, units, depths, wordLengths] = [[0], [0], [0], [0]];
  for (const word of words) {
    let state = 0;
    for (let at = 0; at < word.length; at++) {
      const unit = word.charCodeAt(at);
      const key = state * 65_536 + unit;
      let child = children.get(key);
      if (child === undefined) {
        child = parents.push(state) - 1;
        children.set(key, child);
        units.push(unit);
        depths.push(at + 1);
        wordLengths.push(0);
      }
      state = child;
    }
    wordLengths[state] = word.length;
  }

  /** The states of the next shorter beginnings, shorter ones before longer ones. */
  const shorter = new Uint32Array(parents.length);
  const follow = (from: number, unit: number): number => {
    for (let state = from; ; state = shorter[state] ?? 0) {
      const child = children.get(state * 65_536 + unit);
      if (child !== undefined || state === 0) return child ?? 0;
    }
  };
  const byDepth = [...depths.keys()].sort(
    (left, right) => (depths[left] ?? 0) - (depths[right] ?? 0),
  );
  for (const state of byDepth) {
    const parent = parents[state] ?? 0;
    if (parent === 0) continue;
    const link = follow(shorter[parent] ?? 0, units[state] ?? 0);
    shorter[state] = link;
    wordLengths[state] ||= wordLengths[link] ?? 0;
  }

  return () => {
    let state = 0;
    return {
      next: (unit) => wordLengths[(state = follow(state, unit))] ?? 0,
      depth: () => depths[state] ?? 0,
    };
  };
}
