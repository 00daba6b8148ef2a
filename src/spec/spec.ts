import type { JsonObject } from '../json.ts';
import type { SpecSource } from '../source/source.ts';
import { withImageVersion, type SpecImage } from './container-image.ts';
import { scalarOf, withScalars } from './locate.ts';
import {
  maxCharacters,
  printableOf,
  type SpecEntry,
  type SpecMap,
  type SpecScalar,
} from './tree.ts';
import { describe } from './messages.ts';
import type { PlaceholderValues } from './placeholder-values.ts';
import { withPlaceholders } from './placeholders.ts';
import { problemAt, sortedProblems, type Problem } from './problem.ts';
import { ruleProblems } from './rules.ts';
import { toRequest } from './request.ts';
import { withKnownKeys } from './unknown-keys.ts';

export { positionOf } from './locate.ts';
export { specSchema } from './schema.ts';
export { missingImageProblem, privateImageProblem, type SpecImage } from './container-image.ts';
export {
  excerptOf,
  hasErrors,
  problemText,
  problemWithValue,
  SpecError,
  type Problem,
} from './problem.ts';
export { resourcesText } from './resources.ts';

export interface SpecOptions extends PlaceholderValues {
  /** The containers that take the image version, by name; empty if the spec decides. */
  readonly containers: readonly string[];
  /** Whether unknown keys are errors; else they are sent as they are, with a warning. */
  readonly strict: boolean;
  readonly signal: AbortSignal;
}

export interface ResolvedSpec {
  /** The body of the request, as BEC gets it. */
  readonly body: JsonObject;
  /** The same as it is written, for problems that only the service shows. */
  readonly tree: SpecMap;
  /** The body with secrets as `***`. */
  readonly printableBody: JsonObject;
  readonly serviceName: string;
  /** In the order of the text. If one is an error, the body must not be sent. */
  readonly problems: readonly Problem[];
  readonly secrets: readonly string[];
  /** Of the containers that take the run's version. */
  readonly images: readonly SpecImage[];
}

/**
 * Text to request: keys corrected, placeholders resolved, the image version put in, what is empty left
 * out, and all of it checked.
 * @throws SpecError if nothing can be made of the text
 */
export async function resolveSpec(source: SpecSource, options: SpecOptions): Promise<ResolvedSpec> {
  // Loaded here, so that a step that fails before it has a spec does not wait for yaml.
  const { parseSpec } = await import('./parse-yaml.ts');
  const parsed = await parseSpec(source.text, options.signal);
  const known = withKnownKeys(withoutExtensions(parsed.tree), options.strict);
  const resolved = withPlaceholders(known.tree, source.text, options);
  const { imageVersion, containers } = options;
  const versioned = withImageVersion(resolved.tree, imageVersion, containers);
  const request = toRequest(versioned.tree);
  const { tree, body } = request;
  const checks = [parsed, known, resolved, versioned, request].map(({ problems }) => problems);
  const { secrets } = resolved;
  return {
    body,
    tree,
    printableBody:
      secrets.length === 0 ? body : toRequest(withScalars(versioned.tree, withoutSecret)).body,
    serviceName: scalarOf(tree, 'serviceName')?.text ?? '',
    problems: sortedProblems(
      [...checks, ruleProblems(tree), sizeProblems(body)].flat(),
      source.text,
    ),
    secrets,
    images: versioned.images,
  };
}

function withoutSecret(scalar: SpecScalar): SpecScalar {
  return { ...scalar, text: printableOf(scalar) };
}

/** Top-level `x-…` keys hold YAML anchors, `$schema` is for editors: neither is sent. */
function withoutExtensions(tree: SpecMap): SpecMap {
  const isExtension = ({ key }: SpecEntry): boolean => key.startsWith('x-') || key === '$schema';
  return { ...tree, entries: tree.entries.filter((entry) => !isExtension(entry)) };
}

/** Escapes can make a request of a spec that is six times as long. */
function sizeProblems(body: JsonObject): readonly Problem[] {
  if (JSON.stringify(body).length <= maxCharacters) return [];
  return [problemAt(describe('oversized-spec'), { start: 0, end: 1 })];
}
