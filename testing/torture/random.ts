/** Repeatable random numbers: the same seed, the same numbers. */
export interface Random {
  /** 0 ≤ x < 1 */
  readonly fraction: () => number;
  /** From `min` to `max`, both included. */
  readonly integer: (min: number, max: number) => number;
  /** True so often, of 1. */
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(items: readonly [T, ...T[]]) => T;
  readonly list: <T>(length: number, make: () => T) => readonly T[];
}

/** Mulberry32. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (min: number, max: number): number =>
    min + Math.floor(fraction() * (max - min + 1));
  return {
    fraction,
    integer,
    chance: (probability) => fraction() < probability,
    pick: (items) => items[integer(0, items.length - 1)] ?? items[0],
    list: (length, make) => Array.from({ length }, make),
  };
}
