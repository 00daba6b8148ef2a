import { countOf, listOf, textOf, type Fields } from '../src/json.ts';
import { tagsIn, tagsOf } from '../src/service/reading.ts';
import type { Service } from '../src/service/service.ts';
import { problemWithValue, type Problem, type ResolvedSpec } from '../src/spec/spec.ts';
import { counted, listedFirst, quoted } from '../src/text.ts';
import { containerDifferences, type FieldDifference } from './fields.ts';
import { regionPlansOf } from './progress.ts';

/** The spec beside what BEC shows of the service. */
export interface Comparison {
  /** What proves that the update can't do what the spec says, or may break it, on the spec's lines. */
  readonly problems: readonly Problem[];
  /** What an update would change, and what BEC doesn't show. */
  readonly differences: readonly FieldDifference[];
}

type Spec = Pick<ResolvedSpec, 'body' | 'tree' | 'serviceName'>;

interface Finding {
  readonly code: string;
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly severity?: Problem['severity'];
}

/** A contradiction takes both sides, in the same form: BEC's own example shows zeros and nulls. */
export function compareWithService(spec: Spec, service: Service, strict: boolean): Comparison {
  const plans = regionPlansOf(service);
  const shown = plans.flatMap(({ containers }) => containers);
  const secretNames = plans.flatMap((plan) => plan.secretNames);
  const findings = [
    ...nameFindings(spec, service),
    ...containerFindings(spec.body, shown),
    ...regionFindings(spec.body, service),
    ...tagFindings(spec.body, service),
    ...secretFindings(spec.body, secretNames, strict),
  ];
  const differences = listOf(spec.body['containers']).flatMap((container) => {
    const namesakes = namesakesOf(container, shown);
    return namesakes.length === 0
      ? [{ field: `container ${textOf(container['name'])}`, difference: 'hidden' as const }]
      : namesakes.flatMap((other) => containerDifferences(container, other));
  });
  return {
    problems: findings.map(({ code, message, path, severity = 'error' }) =>
      problemWithValue({ code, message, severity }, spec.tree, path),
    ),
    differences: [...new Map(differences.map((one) => [JSON.stringify(one), one])).values()],
  };
}

function namesakesOf({ name }: Fields, shown: readonly Fields[]): readonly Fields[] {
  return shown.filter((other) => other['name'] === name);
}

function* nameFindings(spec: Spec, { serviceId, serviceName }: Service): Iterable<Finding> {
  if (serviceName === '' || serviceName === spec.serviceName) return;
  const message = `The service ${serviceId} is named ${quoted(serviceName)}, and the spec is for ${quoted(spec.serviceName)}.`;
  yield { code: 'other-service', path: ['serviceName'], message };
}

function* containerFindings(body: Fields, shown: readonly Fields[]): Iterable<Finding> {
  const containers = listOf(body['containers']);
  const own = containers.map(({ name }) => textOf(name));
  const names = [...new Set(shown.map(({ name }) => textOf(name)))].filter((name) => name !== '');
  for (const name of names.filter((other) => !own.includes(other))) {
    const message = `The service also has the container ${quoted(name)}, and BEC does not say whether an update would remove it. Add it to the spec.`;
    yield { code: 'missing-container', path: ['containers'], message };
  }
  for (const [index, container] of containers.entries()) {
    const path = ['containers', index];
    const namesakes = namesakesOf(container, shown);
    if (names.length > 0 && namesakes.length === 0) {
      const message = `The service has no such container, and BEC does not say whether an update can add one. It has ${listedFirst(names.map(quoted), 8)}.`;
      yield { code: 'added-container', path: [...path, 'name'], message };
    }
    yield* resourceFindings(container, namesakes, path);
    yield* mountFindings(container, shown, path);
  }
}

function* resourceFindings(
  container: Fields,
  namesakes: readonly Fields[],
  path: Finding['path'],
): Iterable<Finding> {
  for (const key of ['cpu', 'memory']) {
    const own = countOf(container[key]) ?? 0;
    const found = namesakes
      .map((other) => countOf(other[key]) ?? 0)
      // In GB, or on some of BEC's pages in MB.
      .find((count) => own * count > 0 && ![own, own * 1024, own / 1024].includes(count));
    if (found === undefined) continue;
    const message = `The service has ${found}, which BEC can't change. Write ${found}, or create a new service.`;
    yield { code: 'fixed-resource', path: [...path, key], message };
  }
}

/** An update has no volumes, so it can only mount what the service has. */
function* mountFindings(
  container: Fields,
  shown: readonly Fields[],
  path: Finding['path'],
): Iterable<Finding> {
  const lists = shown.map(({ volumeMounts }) => volumeMounts);
  if (lists.length === 0 || !lists.every(Array.isArray)) return;
  const mounted = lists.flatMap(listOf).map(({ name }) => name);
  for (const [index, { name }] of listOf(container['volumeMounts']).entries()) {
    if (mounted.includes(name)) continue;
    const message = `No container of the service mounts the volume ${quoted(textOf(name))}, and an update has no volumes. If the service lacks it, its pods can't start.`;
    const place = [...path, 'volumeMounts', index, 'name'];
    yield { code: 'unknown-mount', path: place, message, severity: 'warning' };
  }
}

/** Some services are shown without ids, or without cities. */
const regionForms = [
  ['regionId'],
  ['region', 'city', 'serviceProvider'],
  ['region', 'serviceProvider'],
] as const;

function* regionFindings(body: Fields, { details }: Service): Iterable<Finding> {
  const [own, there] = [listOf(body['deployInstances']), listOf(details['deployInstances'])];
  const form = regionForms.find((keys) =>
    [...own, ...there].every((place) => keys.every((key) => textOf(place[key]) !== '')),
  );
  if (form === undefined || own.length === 0 || there.length === 0) return;
  const nameOf = (place: Fields): string => form.map((key) => textOf(place[key])).join(' ');
  const isIn = (places: readonly Fields[], name: string): boolean =>
    places.some((place) => nameOf(place).toLowerCase() === name.toLowerCase());
  for (const [index, name] of own.map(nameOf).entries()) {
    if (isIn(there, name)) continue;
    const message = `The service does not run in ${quoted(name)}, and an update can't change its regions. It runs in ${listedFirst(there.map(nameOf).map(quoted), 8)}.`;
    yield { code: 'added-region', path: ['deployInstances', index, form[0]], message };
  }
  for (const name of there.map(nameOf).filter((other) => !isIn(own, other))) {
    const message = `The service also runs in ${quoted(name)}, and an update can't change its regions. Add it to the spec.`;
    yield { code: 'missing-region', path: ['deployInstances'], message };
  }
}

function* tagFindings(body: Fields, service: Service): Iterable<Finding> {
  const there = tagsOf(service);
  const added = tagsIn(listOf(body['tags'])).filter((tag) => there?.includes(tag) === false);
  if (added.length === 0) return;
  const message = `The service lacks ${counted(added.length, 'tag')} of these, and an update can't change its tags. Set them in the console.`;
  yield { code: 'fixed-tags', path: ['tags'], message };
}

function* secretFindings(
  body: Fields,
  secretNames: readonly string[],
  strict: boolean,
): Iterable<Finding> {
  const own = listOf(body['imageRegistrySecrets']).map(({ name }) => textOf(name));
  for (const name of new Set(secretNames)) {
    if (name === '' || own.includes(name)) continue;
    const message = `The service pulls its images with the secret ${quoted(name)}, which the spec lacks. If BEC drops it, the images can't be pulled.`;
    const severity = strict ? 'error' : 'warning';
    yield { code: 'lost-registry-secret', path: ['imageRegistrySecrets'], message, severity };
  }
}

/** What stays as it is, and what an update interrupts, if one is sent. */
export function regionNotices(
  body: Fields,
  { deployInstances }: Service,
  isSent: boolean,
): readonly string[] {
  const own = listOf(body['deployInstances']);
  return deployInstances.flatMap(({ regionId, replicas = 0 }) => {
    const spec = own.find((place) => regionId !== '' && place['regionId'] === regionId);
    const wanted = countOf(spec?.['replicas']) ?? replicas;
    const kept = `${regionId} keeps its ${counted(replicas, 'replica')}: the ${wanted} of the spec are not sent.`;
    const down = `${regionId} has one pod: nothing serves there while it is replaced.`;
    return [...(wanted === replicas ? [] : [kept]), ...(isSent && replicas === 1 ? [down] : [])];
  });
}
