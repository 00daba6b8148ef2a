import { listOf, textOf, toFields, type Fields } from '../src/json.ts';
import { listedFirst, printable } from '../src/text.ts';

/** How a field of the service differs from the spec's. */
export type Difference = 'new' | 'not in the spec' | 'changed' | 'not shown';

/** A field of a container, by its name only: what BEC holds may be a secret that nothing masks. */
export interface FieldDifference {
  /** `envs LOG_LEVEL of web` */
  readonly field: string;
  readonly difference: Difference;
}

/** `envs LOG_LEVEL of web (changed) and 3 more` */
export function differencesText(differences: readonly FieldDifference[]): string {
  const texts = differences.map(({ field, difference }) => `${field} (${difference})`);
  return printable(listedFirst(texts, 30), 2_000);
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
  const isListed = Array.isArray(shown[field]);
  return [...new Set([...own.keys(), ...there.keys()])].map((key) => ({
    field: `${field} ${key}`,
    difference:
      isListed && !there.has(key) ? ('new' as const) : differenceOf(own.get(key), there.get(key)),
  }));
}

/** Without the protocol of a port, which its key has. */
function itemsOf(field: string, container: Fields): ReadonlyMap<string, Fields> {
  const items = listOf(container[field]);
  return new Map(items.map((item) => [keysOf[field]?.(item) ?? '', { ...item, protocol: '' }]));
}

/** Undefined if they are equal. */
function differenceOf(spec: unknown, shown: unknown): Difference | undefined {
  const [own, there] = [leavesOf(spec), leavesOf(shown)];
  const added = [...there.keys()].filter((path) => !own.has(path));
  if (own.size === 0) return added.length === 0 ? undefined : 'not in the spec';
  const others = [...own].flatMap(([path, text]) => {
    const other = there.get(path);
    return other === text ? [] : [other ?? '*'];
  });
  if (added.some((path) => tellingFields.test(path))) return 'changed';
  if (others.length === 0) return undefined;
  return others.every((text) => /^\*+$/.test(text)) ? 'not shown' : 'changed';
}

/** Each value within a value as text, by its path; a list is one. What BEC fills in for nothing is left out. */
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
  // A variable's value is what it says.
  const isNothing = path === '.value' ? text === '' : ['', '[]', 'false', '0'].includes(text);
  return new Map(isNothing ? [] : [[path, text]]);
}
