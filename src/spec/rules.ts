import type { Problem, Severity } from './problem.ts';
import { listed, quoted } from '../text.ts';
import { mapsIn, mountsOf, repeated, textAt, valueOf, variablesOf, volumesOf } from './locate.ts';
import { entryOf, headingRange, pathText, placeAt, type Path, type SpecMap } from './tree.ts';

/** What a schema can't say. `error`: documented, or sure to fail on BEC. `warning`: only inferred. */
interface Rule {
  readonly severity: Severity;
  readonly findings: (spec: SpecMap) => readonly Finding[];
}

interface Finding {
  readonly path: Path;
  readonly message: string;
}

const rules: readonly Rule[] = [
  { severity: 'error', findings: sameContainerName },
  { severity: 'error', findings: sameVolumeName },
  { severity: 'error', findings: unknownVolume },
  { severity: 'error', findings: sameMountPath },
  { severity: 'error', findings: samePort },
  { severity: 'error', findings: variableWithoutName },
  { severity: 'error', findings: variableSources },
  { severity: 'error', findings: tagInAddress },
  { severity: 'warning', findings: sameVariable },
  { severity: 'warning', findings: containerWithoutImage },
  { severity: 'warning', findings: unusualName },
  { severity: 'warning', findings: incompletePlace },
  { severity: 'warning', findings: samePlace },
  { severity: 'warning', findings: bandwidthAndPublicIp },
  { severity: 'warning', findings: wantsWhitelist },
  { severity: 'warning', findings: largeDisk },
  { severity: 'warning', findings: movingVersion },
];

/** Every rule over the spec as it will be sent. */
export function ruleProblems(spec: SpecMap): readonly Problem[] {
  return rules.flatMap(({ severity, findings }) =>
    findings(spec).map(({ path, message }) => {
      const place = placeAt(spec, path);
      const range = place.node.kind === 'scalar' ? place.node.range : headingRange(place);
      return { severity, range, path: pathText(path), message };
    }),
  );
}

const variableSourceKinds = [
  'configMapKeyRef',
  'fieldRef',
  'resourceFieldRef',
  'secretKeyRef',
] as const;

function sameContainerName(spec: SpecMap): readonly Finding[] {
  return repeated(mapsIn(spec, ['containers']), ({ map }) => valueOf(map, 'name')).map(
    ({ path, key }) => ({
      path: [...path, 'name'],
      message: `Two containers are named ${quoted(key)}; each needs a name of its own.`,
    }),
  );
}

function sameVolumeName(spec: SpecMap): readonly Finding[] {
  return repeated(volumesOf(spec), ({ map }) => valueOf(map, 'name')).map(({ path, key }) => ({
    path: [...path, 'name'],
    message: `Two volumes are named ${quoted(key)}; a mount could not tell them apart.`,
  }));
}

function unknownVolume(spec: SpecMap): readonly Finding[] {
  const names = volumesOf(spec).map(({ map }) => valueOf(map, 'name') ?? '');
  return mountsOf(spec).flatMap(({ path, map }) => {
    const name = valueOf(map, 'name');
    if (name === undefined || names.includes(name)) return [];
    const known =
      names.length === 0 ? 'none are declared' : `there are ${listed(names.map(quoted))}`;
    return [
      {
        path: [...path, 'name'],
        message: `No volume is named ${quoted(name)}: ${known} under volumes.`,
      },
    ];
  });
}

function sameMountPath(spec: SpecMap): readonly Finding[] {
  return mapsIn(spec, ['containers']).flatMap(({ path }) =>
    repeated(mapsIn(spec, [...path, 'volumeMounts']), ({ map }) =>
      valueOf(map, 'mountPath')?.replace(/(?<=.)\/+$/, ''),
    ).map(({ path: mount, key }) => ({
      path: [...mount, 'mountPath'],
      message: `Two volumes of this container are mounted at ${quoted(key)}.`,
    })),
  );
}

function samePort(spec: SpecMap): readonly Finding[] {
  const ports = mapsIn(spec, ['containers']).flatMap(({ path }) =>
    mapsIn(spec, [...path, 'ports']),
  );
  return repeated(ports, ({ map }) => {
    const port = valueOf(map, 'containerPort');
    return port && `${port}/${valueOf(map, 'protocol') ?? 'TCP'}`;
  }).map(({ path, key }) => ({
    path: [...path, 'containerPort'],
    message: `Port ${key} is declared twice; the containers of a group share one network address.`,
  }));
}

function variableWithoutName(spec: SpecMap): readonly Finding[] {
  return variablesOf(spec)
    .filter(({ map }) => entryOf(map, 'name') === undefined)
    .map(({ path }) => ({ path, message: 'This environment variable has no name.' }));
}

function variableSources(spec: SpecMap): readonly Finding[] {
  return variablesOf(spec).flatMap(({ path, map }) => {
    const source = entryOf(map, 'valueFrom')?.value;
    if (source?.kind !== 'map') return [];
    if (entryOf(map, 'value') !== undefined) {
      const message = 'Has both value and valueFrom; a variable takes one of them.';
      return [{ path: [...path, 'valueFrom'], message }];
    }
    const kinds = variableSourceKinds.filter((kind) => entryOf(source, kind) !== undefined);
    if (kinds.length === 1) return [];
    const message = `Takes exactly one of ${listed(variableSourceKinds, 'or')}, and has ${kinds.length === 0 ? 'none' : listed(kinds)}.`;
    return [{ path: [...path, 'valueFrom'], message }];
  });
}

function tagInAddress(spec: SpecMap): readonly Finding[] {
  return mapsIn(spec, ['containers']).flatMap(({ path, map }) => {
    const address = valueOf(map, 'imageAddress') ?? '';
    const [, repository = '', tag, digest] =
      /^(.*?[^/:@])(?::([^/:@]*))?(@.*)?$/.exec(address) ?? [];
    if (tag === undefined && digest === undefined) return [];
    const found = digest === undefined ? 'a tag' : 'a digest, which BEC does not document';
    const version =
      tag === undefined || tag === '' ? 'the tag as imageVersion' : `imageVersion: ${tag}`;
    const message = `Holds ${found}: write imageAddress: ${repository} and ${version}.`;
    return [{ path: [...path, 'imageAddress'], message }];
  });
}

function sameVariable(spec: SpecMap): readonly Finding[] {
  return mapsIn(spec, ['containers']).flatMap(({ path }) =>
    repeated(mapsIn(spec, [...path, 'envs']), ({ map }) => valueOf(map, 'name')).map(
      ({ path: variable, key }) => ({
        path: [...variable, 'name'],
        message: `${quoted(key)} is set twice in this container; the last one counts.`,
      }),
    ),
  );
}

function containerWithoutImage(spec: SpecMap): readonly Finding[] {
  return mapsIn(spec, ['containers']).flatMap(({ path, map }) =>
    ['name', 'imageAddress', 'imageVersion', 'cpu', 'memory']
      .filter((key) => entryOf(map, key) === undefined)
      .map((key) => ({ path, message: `Has no ${key}; BEC may refuse it, or choose for you.` })),
  );
}

function unusualName(spec: SpecMap): readonly Finding[] {
  const paths: readonly Path[] = [
    ['containerGroupName'],
    ...mapsIn(spec, ['containers']).map(({ path }) => [...path, 'name']),
  ];
  return paths.flatMap((path) => {
    const name = textAt(spec, path);
    if (name === undefined || /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) return [];
    const message = `${quoted(name)} may be refused: lower-case letters, digits and hyphens, at most 63, are safe.`;
    return [{ path, message }];
  });
}

function incompletePlace(spec: SpecMap): readonly Finding[] {
  return mapsIn(spec, ['deployInstances']).flatMap(({ path, map }) => {
    const regionId = valueOf(map, 'regionId');
    if (regionId !== undefined) {
      if (/^[a-z]+(?:-[a-z0-9_]+){2,}$/.test(regionId)) return [];
      const message = `${quoted(regionId)} does not look like a region: they read country-city-isp, as in cn-shanghai-ct.`;
      return [{ path: [...path, 'regionId'], message }];
    }
    const missing = ['region', 'city', 'serviceProvider'].filter(
      (key) => entryOf(map, key) === undefined,
    );
    if (missing.length === 0) return [];
    const message = `Names no place: it needs regionId, or region, city and serviceProvider (${listed(missing)} missing).`;
    return [{ path, message }];
  });
}

function samePlace(spec: SpecMap): readonly Finding[] {
  return repeated(mapsIn(spec, ['deployInstances']), ({ map }) => valueOf(map, 'regionId')).map(
    ({ path, key }) => ({
      path: [...path, 'regionId'],
      message: `${quoted(key)} is named twice; add the replicas up in one entry.`,
    }),
  );
}

function bandwidthAndPublicIp(spec: SpecMap): readonly Finding[] {
  const wantsPublicIp = valueOf(spec, 'needPublicIp')?.toLowerCase() === 'true';
  const hasBandwidth = entryOf(spec, 'bandwidth') !== undefined;
  if (hasBandwidth && !wantsPublicIp) {
    const message = 'Has no effect without needPublicIp: true.';
    return [{ path: ['bandwidth'], message }];
  }
  if (!wantsPublicIp || hasBandwidth) return [];
  const message = 'A public address is asked for without a bandwidth (in Mbps).';
  return [{ path: ['needPublicIp'], message }];
}

function wantsWhitelist(spec: SpecMap): readonly Finding[] {
  const bandwidth = Number(valueOf(spec, 'bandwidth') ?? 0);
  if (!(bandwidth > 2048 && bandwidth <= 5120)) return [];
  const message = 'Over 2048 Mbps, BEC serves only accounts on its whitelist.';
  return [{ path: ['bandwidth'], message }];
}

function largeDisk(spec: SpecMap): readonly Finding[] {
  return mapsIn(spec, ['volumes', 'volumeClaimTemplates'])
    .filter(({ map }) => Number(valueOf(map, 'storageSize') ?? 0) > 1500)
    .map(({ path }) => ({
      path: [...path, 'storageSize'],
      message: 'BEC’s FAQ names 1500 GB as the largest disk.',
    }));
}

function movingVersion(spec: SpecMap): readonly Finding[] {
  return mapsIn(spec, ['containers'])
    .filter(({ map }) => valueOf(map, 'imageVersion') === 'latest')
    .map(({ path }) => ({
      path: [...path, 'imageVersion'],
      message: '"latest" moves: a restart can change what runs, and nobody can tell which it was.',
    }));
}
