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
  const limit = Math.max(1, Math.floor(folded.length / 3));
  const [nearest] = known
    .map((candidate) => ({ candidate, distance: editDistance(folded, fold(candidate)) }))
    .filter(({ distance }) => distance <= limit)
    .sort((left, right) => left.distance - right.distance);
  return nearest?.candidate;
}

function fold(word: string): string {
  return word.slice(0, 64).toLowerCase().replace(/[-_ ]/g, '');
}

/** Insertions, deletions, replacements and swaps of neighbours between two words. */
function editDistance(left: string, right: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      current.push(
        Math.min(
          at(current, column - 1) + 1,
          at(last, column) + 1,
          at(last, column - 1) + (same ? 0 : 1),
          swapped ? at(beforeLast, column - 2) + 1 : Infinity,
        ),
      );
    }
    beforeLast = last;
    last = current;
  }
  return at(last, right.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}
