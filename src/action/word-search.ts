/** Where a reading of a text stands. */
export interface Reading {
  /** Reads the next unit; returns the length of the longest word that ends with it, 0 if there is none. */
  readonly next: (unit: number) => number;
  /** How many of the last units are the beginning of a word. */
  readonly depth: () => number;
}

/**
 * Finds many words in one pass whose time doesn't grow with them, as Aho and Corasick do: there is a state
 * for each beginning of a word, and a reading is in that of the longest one that its text ends with.
 * @returns what begins to read a text
 */
export function wordSearch(unsorted: readonly string[]): () => Reading {
  const words = unsorted.toSorted((left, right) => right.length - left.length);
  const size = words.reduce((sum, { length }) => sum + length, 1);
  const trie = createTrie(size);
  const [depths, wordLengths] = [new Uint32Array(size), new Uint32Array(size)];
  /** The states of the next shorter beginnings. */
  const shorter = new Uint32Array(size);
  const follow = (from: number, unit: number): number => {
    for (let state = from; ; state = shorter[state] ?? 0) {
      const next = trie.child(state, unit);
      if (next !== 0 || state === 0) return next;
    }
  };
  for (const word of words) {
    let state = 0;
    for (let at = 0; at < word.length; at++) {
      state = trie.add(state, word.charCodeAt(at));
      depths[state] = at + 1;
    }
    wordLengths[state] = word.length;
  }
  // Shorter beginnings come first, so this goes through all words at once.
  const states = new Uint32Array(words.length);
  for (let depth = 0; depth < (words[0]?.length ?? 0); depth++) {
    for (const [index, word] of words.entries()) {
      if (word.length <= depth) break;
      const parent = states[index] ?? 0;
      const unit = word.charCodeAt(depth);
      const state = trie.child(parent, unit);
      const link = parent === 0 ? 0 : follow(shorter[parent] ?? 0, unit);
      states[index] = state;
      shorter[state] = link;
      wordLengths[state] ||= wordLengths[link] ?? 0;
    }
  }
  return () => {
    let state = 0;
    return {
      next: (unit) => wordLengths[(state = follow(state, unit))] ?? 0,
      depth: () => depths[state] ?? 0,
    };
  };
}

/** Most states have one child, which was added right after them; a map has the others, a table the root's. */
function createTrie(size: number) {
  const parents = new Uint32Array(size + 1);
  const units = new Uint16Array(size + 1);
  const others = new Map<number, number>();
  const first = new Uint32Array(65_536);
  let count = 1;
  const child = (state: number, unit: number): number => {
    if (state === 0) return first[unit] ?? 0;
    const following = state + 1;
    return parents[following] === state && units[following] === unit && following < count
      ? following
      : (others.get(state * 65_536 + unit) ?? 0);
  };
  const add = (state: number, unit: number): number => {
    const known = child(state, unit);
    if (known !== 0) return known;
    if (state === 0) first[unit] = count;
    else if (state + 1 !== count) others.set(state * 65_536 + unit, count);
    parents[count] = state;
    units[count] = unit;
    return count++;
  };
  return { child, add };
}
