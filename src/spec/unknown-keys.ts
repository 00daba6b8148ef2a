/** What people write who come from Kubernetes, Compose or Docker, and what BEC calls it. */
const foreignWords: Readonly<Record<string, string>> = {
  command: 'commands',
  containerGroup: 'containerGroupName',
  cpus: 'cpu',
  env: 'envs',
  environment: 'envs',
  image: 'imageAddress',
  imagePullSecrets: 'imageRegistrySecrets',
  instances: 'replicas',
  mem: 'memory',
  metadata: 'serviceName',
  mounts: 'volumeMounts',
  path: 'mountPath',
  port: 'containerPort',
  regions: 'deployInstances',
  scale: 'replicas',
  serviceproviders: 'serviceProvider',
  size: 'storageSize',
  tag: 'imageVersion',
  target: 'mountPath',
  version: 'imageVersion',
};

/** The known word that was most likely meant: undefined where none is near. */
export function suggestionFor(word: string, known: readonly string[]): string | undefined {
  const folded = fold(word);
  const same = known.find((candidate) => fold(candidate) === folded);
  if (same !== undefined) return same;
  const translated = Object.hasOwn(foreignWords, word) ? foreignWords[word] : undefined;
  if (translated !== undefined && known.includes(translated)) return translated;
  // A word further away than this is another word, not a misspelt one.
  let limit = Math.max(1, Math.floor(folded.length / 3));
  let nearest: string | undefined;
  for (const candidate of known) {
    const distance = editDistance(folded, fold(candidate), limit);
    if (distance > limit || (distance === limit && nearest !== undefined)) continue;
    limit = distance;
    nearest = candidate;
  }
  return nearest;
}

function fold(word: string): string {
  return word.slice(0, 64).toLowerCase().replace(/[-_ ]/g, '');
}

/** Insertions, deletions, replacements and swaps of neighbours between two words; Infinity where over the limit. */
function editDistance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) > limit) return Infinity;
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    let smallest = row;
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      const distance = Math.min(
        at(current, column - 1) + 1,
        at(last, column) + 1,
        at(last, column - 1) + (same ? 0 : 1),
        swapped ? at(beforeLast, column - 2) + 1 : Infinity,
      );
      current.push(distance);
      smallest = Math.min(smallest, distance);
    }
    // A swap reaches back over one row.
    if (smallest > limit + 1) return Infinity;
    beforeLast = last;
    last = current;
  }
  return at(last, right.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}
