import leven from 'leven';

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
