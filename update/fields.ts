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
const tellingFields = ['value', 'valueFrom', 'subPath', 'readOnly', 'hostPort'] as const;

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
          : fieldsDifference(item, found);
    return { field: `${field} ${key}`, difference };
  });
}

function itemsOf(field: string, container: Fields): ReadonlyMap<string, Fields> {
  return new Map(listOf(container[field]).map((item) => [keysOf[field]?.(item) ?? '', item]));
}
/** Undefined if they are equal; null, empty, false, 0 and absent are. */
function differenceOf(spec: unknown, shown: unknown): Difference | undefined {
  if (isEmpty(spec)) return isEmpty(shown) ? undefined : 'removed';
  if (isEmpty(shown) && shown !== false && shown !== 0) return 'hidden';
  const [own, there] = [toFields(spec), toFields(shown)];
  if (own !== undefined && there !== undefined) return fieldsDifference(own, there);
  if (Array.isArray(spec) && Array.isArray(shown)) {
    return JSON.stringify(spec.map(String)) === JSON.stringify(shown.map(String))
      ? undefined
      : 'changed';
  }
  if (/^\*+$/.test(String(shown))) return 'hidden';
  return String(spec) === String(shown) ? undefined : 'changed';
}

function fieldsDifference(own: Fields, there: Fields): Difference | undefined {
  const telling = tellingFields.filter((key) => isEmpty(own[key]) && !isEmpty(there[key]));
  if (telling.length > 0) return 'changed';
  const found = Object.keys(own)
    .filter((key) => key !== 'protocol')
    .map((key) => differenceOf(own[key], there[key]));
  return found.find((difference) => difference === 'changed') ?? found.find(Boolean);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (value === false || value === 0) return true;
  return typeof value === 'object' && Object.values(value).every(isEmpty);
}
