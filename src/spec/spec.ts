import { withImageVersion, type SpecImage } from './container-image.ts';
import { withPlaceholders, type PlaceholderValues } from './placeholders.ts';
import { SpecError, sortedProblems, type Problem } from './problem.ts';
import type { SpecSource } from '../source/source.ts';
import { ruleProblems } from './rules.ts';
import { parseBlockSpec } from './spec-block.ts';
import { hiddenProblems, schemaProblems, withMeantKeys } from './schema-problems.ts';
import { parseJsonSpec } from './spec-json.ts';
import { specSchema } from './schema.ts';
import { entryOf, textOf, type SpecEntry, type SpecMap, type SpecNode } from './tree.ts';
import type { JsonObject } from '../json.ts';
import { toObject, withoutEmpties } from './to-json.ts';

export { missingImageProblem, type SpecImage } from './container-image.ts';
export {
  SpecError,
  excerptOf,
  hasErrors,
  positionOf,
  problemText,
  type Problem,
} from './problem.ts';

export interface SpecOptions extends PlaceholderValues {
  /** The containers that take the image version, by name; empty where the spec decides. */
  readonly containers: readonly string[];
  readonly strict: boolean;
}

export interface ResolvedSpec {
  /** The request's body, as BEC gets it. */
  readonly body: JsonObject;
  /** The same with secrets as `***`. */
  readonly shownBody: JsonObject;
  readonly serviceName: string;
  /** In the order of the text; as long as one is an error, the body is not fit to be sent. */
  readonly problems: readonly Problem[];
  readonly secrets: readonly string[];
  /** Of the containers that take the run's version, in their order. */
  readonly images: readonly SpecImage[];
}

/**
 * Text to request: the version put in, placeholders resolved, what is empty left out, all of it checked.
 * @throws SpecError where nothing can be made of the text
 */
export async function resolveSpec(source: SpecSource, options: SpecOptions): Promise<ResolvedSpec> {
  const parsed = await parseSpec(source);
  const renamed = withVolumes(withoutExtensions(parsed.tree));
  const resolved = withPlaceholders(renamed.tree, source.text, options);
  const versioned = withImageVersion(resolved.tree, options.imageVersion, options.containers);
  const tree = withoutEmpties(versioned.tree, specSchema);
  const body = toObject(tree, specSchema, 'api');
  const misfits = schemaProblems(tree, body, options.strict);
  // Without a misfit no key is misspelt.
  const meant = misfits.length === 0 ? tree : withMeantKeys(tree, specSchema);
  return {
    body,
    shownBody: resolved.secrets.length === 0 ? body : toObject(tree, specSchema, 'reader'),
    serviceName: textOf(entryOf(tree, 'serviceName')?.value) ?? '',
    problems: sortedProblems(
      [
        ...parsed.problems,
        ...renamed.problems,
        ...resolved.problems,
        ...versioned.problems,
        ...misfits,
        ...(misfits.length > 0 && options.strict ? hiddenProblems(tree, meant) : []),
        ...ruleProblems(meant),
      ],
      source,
    ),
    secrets: resolved.secrets,
    images: versioned.images,
  };
}

/**
 * Plain JSON and plain block YAML have readers of their own. The library is loaded for all else and
 * for all mistakes: to load it and have it read 100 lines takes a quarter of a dry run's 70 ms.
 */
async function parseSpec(
  source: SpecSource,
): Promise<{ readonly tree: SpecMap; readonly problems: readonly Problem[] }> {
  const { text } = source;
  const plain = text.trimStart().startsWith('{') ? parseJsonSpec(text) : parseBlockSpec(text);
  if (plain?.kind === 'map') return { tree: plain, problems: [] };
  const { parseYamlSpec } = await import('./parse-yaml.ts');
  const { root, problems } = parseYamlSpec(text);
  if (root?.kind === 'map') return { tree: root, problems };
  throw new SpecError(sortedProblems(problems.length > 0 ? problems : [notAMap(root)], source));
}

/** Top-level `x-…` keys hold YAML anchors, `$schema` is for editors: neither is sent. */
function withoutExtensions(tree: SpecMap): SpecMap {
  const isExtension = ({ key }: SpecEntry): boolean => key.startsWith('x-') || key === '$schema';
  return { ...tree, entries: tree.entries.filter((entry) => !isExtension(entry)) };
}

/** The example on Baidu's page says `volume`, which BEC ignores; its table and the SDK say `volumes`. */
function withVolumes(tree: SpecMap): {
  readonly tree: SpecMap;
  readonly problems: readonly Problem[];
} {
  const misnamed = entryOf(tree, 'volume');
  if (misnamed === undefined) return { tree, problems: [] };
  const hasBoth = entryOf(tree, 'volumes') !== undefined;
  const problem: Problem = hasBoth
    ? {
        severity: 'error',
        range: misnamed.keyRange,
        path: 'volume',
        message: 'stands beside volumes, which BEC knows: move its entries there.',
      }
    : {
        severity: 'warning',
        range: misnamed.keyRange,
        path: 'volume',
        message:
          'BEC ignores volume, the spelling of its own example: it is sent as volumes. Write volumes.',
      };
  const entries = tree.entries.flatMap((entry) => {
    if (entry !== misnamed) return [entry];
    return hasBoth ? [] : [{ ...entry, key: 'volumes' }];
  });
  return { tree: { ...tree, entries }, problems: [problem] };
}

function notAMap(root: SpecNode | undefined): Problem {
  const isEmpty = root === undefined || (root.kind === 'scalar' && root.text === '');
  return {
    severity: 'error',
    range: { start: root?.range.start ?? 0, end: (root?.range.start ?? 0) + 1 },
    path: '',
    message: isEmpty
      ? 'The spec is empty. It needs at least serviceName, containerGroupName, containers and deployInstances.'
      : `The spec is ${root.kind === 'list' ? 'a list' : 'plain text'}; it must be a map of the service's fields, such as serviceName: web.`,
  };
}
