import { listOf, textOf, toFields, type Fields } from '../src/json.ts';

/** How a field of the service differs from the spec's: `hidden` if BEC doesn't show it. */
export type Difference = 'added' | 'removed' | 'changed' | 'hidden';

/** A field of a container, by its name only: what BEC holds may be a secret that nothing masks. */
export interface FieldDifference {
  /** `envs LOG_LEVEL of web` */
  readonly field: string;
  readonly difference: Difference;
}

/** What identifies an item of each list, with the value that BEC fills in. */
const keysOf: Readonly<Record<string, (item: Fields) => string>> = {
  envs: ({ name }) => textOf(name),
  volumeMounts: ({ mountPath }) => textOf(mountPath),
  ports: ({ containerPort, protocol }) =>
    `${textOf(containerPort)} ${textOf(protocol).toUpperCase() || 'TCP'}`,
};

const plainFields = ['imageAddress', 'imageVersion', 'workingDir', 'commands', 'args'] as const;

/** What the spec may leave out, and what then is not the default that BEC fills in. */
const tellingFields = /^\.(?:value|valueFrom|subPath|readOnly|hostPort)\b/;

/** Every field that an update can change. */
export function containerDifferences(spec: Fields, shown: Fields): readonly FieldDifference[] {
  const plain = plainFields.map((field) => ({
    field,
    difference: differenceOf(spec[field], shown[field]),
  }));
  const items = Object.keys(keysOf).flatMap((field) => itemDifferences(field, spec, shown));
  return [...plain, ...items].flatMap(({ field, difference }) =>
    difference === undefined ? [] : [{ field: `${field} of ${textOf(spec['name'])}`, difference }],
  );
}

function itemDifferences(field: string, spec: Fields, shown: Fields) {
  const [own, there] = [itemsOf(field, spec), itemsOf(field, shown)];
  return [...new Set([...own.keys(), ...there.keys()])].map((key) => {
    const [item, found] = [own.get(key), there.get(key)];
    const missing: Difference = Array.isArray(shown[field]) ? 'added' : 'hidden';
    const difference =
      item === undefined
        ? 'removed'
        : found === undefined
          ? missing
          : differenceOf({ ...item, protocol: '' }, found);
    return { field: `${field} ${key}`, difference };
  });
}

function itemsOf(field: string, container: Fields): ReadonlyMap<string, Fields> {
  return new Map(listOf(container[field]).map((item) => [keysOf[field]?.(item) ?? '', item]));
}
/** Undefined if they are equal; null, empty, false, 0 and absent are. */
function differenceOf(spec: unknown, shown: unknown): Difference | undefined {
  const [own, there] = [leavesOf(spec), leavesOf(shown)];
  const isBare = (text: string): boolean => text === 'false' || text === '0';
  const wanted = [...own].filter(([, text]) => !isBare(text));
  const others = [...there].filter(([path, text]) => !own.has(path) && !isBare(text));
  if (wanted.length === 0) return others.length === 0 ? undefined : 'removed';
  const found = wanted.map(([path, text]): Difference | undefined => {
    const other = there.get(path);
    if (other === text) return undefined;
    return other === undefined || /^\*+$/.test(other) ? 'hidden' : 'changed';
  });
  const isTelling = others.some(([path]) => tellingFields.test(path));
  return isTelling || found.includes('changed') ? 'changed' : found.find(Boolean);
}

/** Each value within a value as text, by its path; a list is one. */
function leavesOf(value: unknown, path = ''): ReadonlyMap<string, string> {
  const fields = toFields(value);
  if (fields !== undefined) {
    return new Map(
      Object.entries(fields).flatMap(([key, inner]) => [...leavesOf(inner, `${path}.${key}`)]),
    );
  }
  const text = Array.isArray(value)
    ? JSON.stringify(value.map(String))
    : typeof value === 'boolean'
      ? String(value)
      : textOf(value);
  return new Map(['', '[]'].includes(text) ? [] : [[path, text]]);
}
