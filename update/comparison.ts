import { countOf, listOf, textOf, type Fields } from '../src/json.ts';
import { tagsIn, tagsOf } from '../src/service/reading.ts';
import type { Service } from '../src/service/service.ts';
import { problemWithValue, type Problem, type ResolvedSpec } from '../src/spec/spec.ts';
import { counted, listedFirst, quoted } from '../src/text.ts';
import { containerDifferences, type FieldDifference } from './fields.ts';

type Spec = Pick<ResolvedSpec, 'body' | 'tree' | 'serviceName'>;

interface Finding {
  readonly code: string;
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly severity?: Problem['severity'];
}

/**
 * What proves that an update can't do what the spec says, or may break it, on the spec's lines. A
 * contradiction takes both sides, in the same form: BEC's own example shows zeros and nulls.
 */
export function contradictionsTo(
  { body, tree, serviceName }: Spec,
  service: Service,
  strict: boolean,
): readonly Problem[] {
  const findings = [
    ...nameFindings(serviceName, service),
    ...containerFindings(body, service),
    ...mountFindings(body, service),
    ...regionFindings(body, service),
    ...replicaFindings(body, service),
    ...tagFindings(body, service),
    ...secretFindings(body, service, strict),
  ];
  return findings.map(({ code, message, path, severity = 'error' }) =>
    problemWithValue({ code, message, severity }, tree, path),
  );
}

/** What an update would change, and what BEC doesn't show. */
export function differencesTo(body: Fields, service: Service): readonly FieldDifference[] {
  const differences = listOf(body['containers']).flatMap((container) => {
    const namesakes = shownIn(service, 'containers').filter(
      ({ name }) => name === container['name'],
    );
    return (namesakes.length === 0 ? [{}] : namesakes).flatMap((other) =>
      containerDifferences(container, other),
    );
  });
  return [...new Map(differences.map((one) => [JSON.stringify(one), one])).values()];
}

/** What the service's detail has of a list, of all regions. */
function shownIn(
  { details }: Service,
  key: 'containers' | 'imageRegistrySecrets',
): readonly Fields[] {
  return listOf(details['resourceBriefVos']).flatMap((brief) => listOf(brief[key]));
}

function namesIn(items: readonly Fields[]): readonly string[] {
  const names = items.map(({ name }) => textOf(name)).filter((name) => name !== '');
  return [...new Set(names)].sort();
}

function quotedNames(names: readonly string[]): string {
  return listedFirst(names.map(quoted), 8);
}

function* nameFindings(own: string, { serviceId, serviceName }: Service): Iterable<Finding> {
  if (serviceName === '' || serviceName === own) return;
  const message = `The service ${serviceId} is named ${quoted(serviceName)}, and the spec is for ${quoted(own)}.`;
  yield { code: 'other-service', path: ['serviceName'], message };
}

function* containerFindings(body: Fields, service: Service): Iterable<Finding> {
  const containers = listOf(body['containers']);
  const shown = shownIn(service, 'containers');
  const names = namesIn(shown);
  if (names.length > 0 && names.join() !== namesIn(containers).join()) {
    const message = `The service has the containers ${quotedNames(names)}, and BEC does not say whether an update can add or remove one. Write the same ones, or create a new service.`;
    yield { code: 'other-containers', path: ['containers'], message };
  }
  for (const [index, container] of containers.entries()) {
    for (const key of ['cpu', 'memory']) {
      const own = countOf(container[key]) ?? 0;
      const found = shown
        .filter(({ name }) => name === container['name'])
        .map((other) => countOf(other[key]) ?? 0)
        // In GB, or on some of BEC's pages in MB.
        .find((count) => own * count > 0 && ![own, own * 1024, own / 1024].includes(count));
      if (found === undefined) continue;
      const message = `The service has ${found}, which BEC can't change. Write ${found}, or create a new service.`;
      yield { code: 'fixed-resource', path: ['containers', index, key], message };
    }
  }
}

/** An update has no volumes, so it can only mount what the service has. */
function* mountFindings(body: Fields, service: Service): Iterable<Finding> {
  const lists = shownIn(service, 'containers').map(({ volumeMounts }) => volumeMounts);
  if (lists.length === 0 || !lists.every(Array.isArray)) return;
  const mounted = namesIn(lists.flatMap(listOf));
  for (const [index, { volumeMounts }] of listOf(body['containers']).entries()) {
    const names = namesIn(listOf(volumeMounts)).filter((name) => !mounted.includes(name));
    if (names.length === 0) continue;
    const message = `No container of the service mounts ${quotedNames(names)}, and an update has no volumes. If the service lacks it, its pods can't start.`;
    const path = ['containers', index, 'volumeMounts'];
    yield { code: 'unknown-mount', path, message, severity: 'warning' };
  }
}

const regionKeys = ['regionId', 'region', 'city', 'serviceProvider'] as const;

function* regionFindings(body: Fields, { details }: Service): Iterable<Finding> {
  const [own, there] = [listOf(body['deployInstances']), listOf(details['deployInstances'])];
  if (there.length === 0 || (isWithin(own, there) && isWithin(there, own))) return;
  const names = there.map((one) =>
    quoted(regionKeys.flatMap((key) => textOf(one[key]) || []).join(' ')),
  );
  const message = `The service runs in ${listedFirst(names, 8)}, and an update can't change its regions. Write the same ones, or create a new service.`;
  yield { code: 'other-regions', path: ['deployInstances'], message };
}

function isWithin(regions: readonly Fields[], others: readonly Fields[]): boolean {
  return regions.every((region) => others.some((other) => mayBeSame(region, other)));
}

/** By their ids; some are shown without them, or without cities. */
function mayBeSame(region: Fields, other: Fields): boolean {
  const differing = regionKeys.filter((key) => {
    const [name, otherName] = [region, other].map((one) => textOf(one[key]).toLowerCase());
    return name !== '' && otherName !== '' && name !== otherName;
  });
  const haveIds = [region, other].every(({ regionId }) => textOf(regionId) !== '');
  return haveIds ? !differing.includes('regionId') : differing.length === 0;
}

function* replicaFindings(body: Fields, { deployInstances }: Service): Iterable<Finding> {
  for (const [index, { regionId, replicas }] of listOf(body['deployInstances']).entries()) {
    const there = deployInstances.find((one) => one.regionId !== '' && one.regionId === regionId);
    const [own, found] = [countOf(replicas), there?.replicas ?? 0];
    if (own === undefined || found === 0 || own === found) continue;
    const message = `The service has ${found} here, and keeps them: an update does not scale. Change it in the console, or create a new service.`;
    const path = ['deployInstances', index, 'replicas'];
    yield { code: 'fixed-replicas', path, message, severity: 'warning' };
  }
}

function* tagFindings(body: Fields, service: Service): Iterable<Finding> {
  const there = tagsOf(service);
  const added = tagsIn(listOf(body['tags'])).filter((tag) => there?.includes(tag) === false);
  if (added.length === 0) return;
  const message = `The service lacks ${counted(added.length, 'tag')} of these, and an update can't change its tags. Set them in the console.`;
  yield { code: 'fixed-tags', path: ['tags'], message };
}

function* secretFindings(body: Fields, service: Service, strict: boolean): Iterable<Finding> {
  const own = namesIn(listOf(body['imageRegistrySecrets']));
  const lost = namesIn(shownIn(service, 'imageRegistrySecrets')).filter(
    (one) => !own.includes(one),
  );
  if (lost.length === 0) return;
  const message = `The service pulls its images with ${quotedNames(lost)}, which the spec lacks. If BEC drops it, the images can't be pulled.`;
  const severity = strict ? 'error' : 'warning';
  yield { code: 'lost-registry-secret', path: ['imageRegistrySecrets'], message, severity };
}

/** What an update interrupts. */
export function interruptionsIn({ deployInstances }: Service): readonly string[] {
  return deployInstances
    .filter(({ replicas }) => replicas === 1)
    .map(({ regionId }) => `${regionId} has one pod: nothing serves there while it is replaced.`);
}
